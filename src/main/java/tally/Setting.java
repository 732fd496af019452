package tally;

/** The environment variables that mean something; .env.example explains them. */
enum Setting {
  DATABASE_URL,
  MIGRATE_DATABASE_URL,
  DATA_DIR,
  HOST,
  PORT,
  JWT_SECRET,
  JWT_PREVIOUS_SECRETS,
  COOKIE_SECURE,
  BCRYPT_COST,
  DB_POOL_SIZE,
  DB_STATEMENT_TIMEOUT,
  DB_CONNECTION_TIMEOUT,
  MIGRATE_ON_START,
  LOG_FORMAT,
  LOG_LEVEL,
  SHUTDOWN_TIMEOUT
}
