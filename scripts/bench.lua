-- The requests of one call, made once and sent over and over, so that the client takes little of the cores that it
-- shares with the server. For wrk, started by scripts/bench: CALL, TOKEN, CONVERSATION, TASKS (ids, one a line).
local authorized = { ["Authorization"] = "Bearer " .. os.getenv("TOKEN"), ["Content-Type"] = "application/json" }
local messages = "/api/conversations/" .. os.getenv("CONVERSATION") .. "/messages"
local tasks = {}
for id in io.lines(os.getenv("TASKS")) do
  tasks[#tasks + 1] = "/api/tasks/" .. id
end

local function all(method, path, body)
  local made = {}
  for n = 1, #tasks do
    made[n] = wrk.format(method, path(n), authorized, body and body(n))
  end
  return made
end

local function one(method, path, body)
  return { wrk.format(method, path, authorized, body) }
end

local function always(text)
  return function() return text end
end

local function task(n)
  return tasks[n]
end

local calls = {
  list = function() return one("GET", "/api/tasks?limit=20") end,
  get = function() return all("GET", task) end,
  create = function()
    return all("POST", always("/api/tasks"), function(n)
      return '{"title": "Call the plumber ' .. n .. '", "description": "The tap in the \\"small\\" bathroom"}'
    end)
  end,
  patch = function() return all("PATCH", task, always('{"is_completed": true}')) end,
  append = function()
    return all("POST", always(messages), function(n)
      return '{"role": "USER", "content": "Remind me to call the plumber on Monday, number ' .. n .. '"}'
    end)
  end,
  messages = function() return one("GET", messages .. "?limit=50") end,
  login = function()
    return one("POST", "/api/auth/login", '{"email": "bench@example.com", "password": "correct horse bench"}')
  end,
}

local requests = {}
local sent = 0

function setup(thread)
  threads = (threads or 0) + 1
  thread:set("begin", threads * 379)
end

function init()
  sent = begin
  local parts = {}
  for call in os.getenv("CALL"):gmatch("%a+") do
    parts[#parts + 1] = calls[call]()
  end
  -- Of several calls each gets its turn.
  local longest = 0
  for _, part in ipairs(parts) do
    longest = math.max(longest, #part)
  end
  for n = 0, longest - 1 do
    for _, part in ipairs(parts) do
      requests[#requests + 1] = part[n % #part + 1]
    end
  end
end

function request()
  sent = sent + 1
  return requests[sent % #requests + 1]
end

function done(summary, latency)
  local failed = summary.errors
  io.write(string.format('\n{"rps": %.1f, "p50": %.3f, "p99": %.3f, "failed": %d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    failed.connect + failed.read + failed.write + failed.timeout + failed.status))
end
