-- Sends the requests of a file in turn, "path<TAB>body" a line, and prints what it saw as JSON.
local requests, turn = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local path, body = line:match("^(.-)\t(.*)$")
    requests[#requests + 1] = { path, body }
  end
end

function request()
  turn = turn % #requests + 1
  local path, body = requests[turn][1], requests[turn][2]
  if body == "" then return wrk.format("GET", path) end
  return wrk.format("POST", path, nil, body)
end

function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format(
    '{"p50": %.2f, "p99": %.2f, "rate": %.1f, "answers": %d, "errors": %d}\n',
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.requests / (summary.duration / 1000000), summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout))
end
