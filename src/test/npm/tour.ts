// The tour of the README, taken with a client that nobody wrote: its types are made from the
// contract, so what does not compile or does not run is wrong there or in the server.
import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './contract.js';

const baseUrl = process.argv[2];

function check(what: string, condition: boolean): void {
  if (!condition) {
    throw new Error(what);
  }
  console.log(what);
}

/** The data of an answer, which has them if it is the one that was wanted. */
function wanted<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) {
    throw new Error(`${answer.response.status} ${JSON.stringify(answer.error)}`);
  }
  return answer.data;
}

async function register(): Promise<Client<paths>> {
  const credentials = { email: 'tour@example.com', password: 'a first long password' };
  const anonymous = createClient<paths>({ baseUrl });
  const registered = wanted(await anonymous.POST('/api/auth/register', { body: credentials }));
  check('registered', registered.user.email === credentials.email);
  const login = wanted(await anonymous.POST('/api/auth/login', { body: credentials }));
  check('logged in', login.user.id === registered.user.id && login.token_type === 'bearer');
  return createClient<paths>({
    baseUrl,
    headers: { Authorization: `Bearer ${login.access_token}` },
  });
}

async function tasks(client: Client<paths>): Promise<void> {
  const created = await client.POST('/api/tasks', { body: { title: 'buy milk' } });
  const task = wanted(created);
  check('made a task', task.title === 'buy milk' && task.description === null);
  const path = { id: task.id };
  const ifMatch = created.response.headers.get('ETag')!;
  const completed = wanted(
    await client.PATCH('/api/tasks/{id}', {
      params: { path, header: { 'If-Match': ifMatch } },
      body: { is_completed: true },
    }),
  );
  check('completed it', completed.is_completed && completed.completed_at !== null);
  const stale = await client.DELETE('/api/tasks/{id}', {
    params: { path, header: { 'If-Match': ifMatch } },
  });
  check('kept what had changed', stale.error?.code === 'PRECONDITION_FAILED');
  wanted(
    await client.POST('/api/tasks/batch', {
      body: { items: [{ title: 'cook rice' }, { title: 'eat rice', description: 'for two' }] },
    }),
  );
  const titles: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = wanted(
      await client.GET('/api/tasks', { params: { query: { sort: 'title', limit: 2, cursor } } }),
    );
    titles.push(...page.items.map((item) => item.title));
    if (page.next_cursor === null) {
      break;
    }
    cursor = page.next_cursor;
  }
  check('listed the tasks', titles.join() === 'buy milk,cook rice,eat rice');
}

async function conversations(client: Client<paths>): Promise<void> {
  const conversation = wanted(await client.POST('/api/conversations', { body: {} }));
  const params = { path: { id: conversation.id } };
  const appended = wanted(
    await client.POST('/api/conversations/{id}/messages', {
      params,
      body: {
        items: [
          { role: 'USER', content: 'What is left to do today?' },
          { role: 'ASSISTANT', content: 'Nothing: the milk is bought.' },
        ],
      },
    }),
  );
  check('said something', 'items' in appended && appended.items.length === 2);
  const named = wanted(await client.GET('/api/conversations/{id}', { params }));
  check('named it', named.title === 'What is left to do today?' && named.message_count === 2);
  await client.DELETE('/api/conversations/{id}', { params });
  const restored = wanted(await client.POST('/api/conversations/{id}/restore', { params }));
  check('threw it away, and took it back', !restored.is_deleted);
}

async function refusals(client: Client<paths>): Promise<void> {
  const { error } = await client.POST('/api/tasks', { body: { title: ' ' } });
  check(
    'was refused a blank title',
    error?.code === 'VALIDATION_ERROR' && error.errors?.[0]?.pointer === '/title',
  );
  const gone = await client.POST('/api/auth/logout');
  check('logged out', gone.response.status === 204);
  const me = await client.GET('/api/auth/me');
  check('was not let in again', me.error?.code === 'INVALID_TOKEN');
}

const client = await register();
await tasks(client);
await conversations(client);
await refusals(client);
