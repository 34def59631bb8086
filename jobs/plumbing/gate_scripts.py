"""The gates' steps inside Redis: each is one script, so that many workers never see half of a step.

All use Redis' own time, moved by the tests' offset (ARGV[1], milliseconds).
"""

NOW = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000) + tonumber(ARGV[1])
"""

SHUT = """
local function shut(key)
  local closed = redis.call('HMGET', key, 'until', 'scope')
  if closed[1] and tonumber(closed[1]) > now then return {tonumber(closed[1]) - now, closed[2]} end
end
"""

# Takes a place for one call to Xero; answers {0} or {milliseconds to wait, which limit}, {-1} without an epoch.
# A call counts against the minute until a minute after its end, not after its start: it may arrive at Xero at any
# moment between the two, and Xero's own window may begin at any moment.
TAKE_XERO = (
    NOW
    + SHUT
    + """
local epoch, closed, minute, places, day = unpack(KEYS)
local name, lease, window = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local per_minute, at_once, usual, work = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8] == '1'
if redis.call('EXISTS', epoch) == 0 then return {-1, 'epoch'} end
local wait = shut(closed)
if wait then return wait end
redis.call('ZREMRANGEBYSCORE', minute, '-inf', now)
redis.call('ZREMRANGEBYSCORE', places, '-inf', now)
local found = redis.call('HMGET', day, 'used', 'began', 'limit', 'probed')
local used, began, limit = tonumber(found[1] or 0), tonumber(found[2] or 0), tonumber(found[3] or usual)
if now - began >= 86400000 then
  used, began = 0, now
  redis.call('HSET', day, 'used', 0, 'began', now)
end
local stop = work and limit - math.floor(limit / 20) or limit
local probe = false
if used >= stop then
  -- Xero's day began at an hour nobody tells: while some of the reserve is left, one call an hour looks.
  local probe_at = tonumber(found[4] or 0) + 3600000
  probe = used < limit and probe_at <= now
  if not probe then
    local back = began + 86400000
    if used < limit then back = math.min(back, probe_at) end
    return {math.max(back - now, 1000), 'day'}
  end
end
local count = redis.call('ZCARD', minute)
if count >= per_minute then
  local free = redis.call('ZRANGE', minute, count - per_minute, count - per_minute, 'WITHSCORES')
  return {math.max(math.min(tonumber(free[2]) - now, window), 1), 'minute'}
end
if redis.call('ZCARD', places) >= at_once then return {50, 'concurrent'} end
redis.call('ZADD', minute, now + lease + window, name)
redis.call('ZADD', places, now + lease, name)
redis.call('PEXPIRE', minute, (lease + window) * 2)
redis.call('PEXPIRE', places, lease * 2)
redis.call('HSET', day, 'used', used + 1)
if probe then redis.call('HSET', day, 'probed', now) end
return {0, 'taken'}
"""
)

# The call is over: its place is free at once, its part of the minute when the window has passed.
END_XERO = (
    NOW
    + """
redis.call('ZREM', KEYS[2], ARGV[2])
redis.call('ZADD', KEYS[1], 'XX', now + tonumber(ARGV[3]), ARGV[2])
"""
)

# Redis was emptied, or is new: the day's count comes from the database, and the gate is shut before anybody can pass.
# Calls that were under way may still arrive after it opens again, so as many of the minute stay taken until they end.
BEGIN_XERO = (
    NOW
    + """
local epoch, closed, minute, day = unpack(KEYS)
local window, lease, at_once, spent = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if redis.call('EXISTS', epoch) == 1 then return end
redis.call('HSET', day, 'used', spent, 'began', now)
if spent > 0 then
  redis.call('HSET', closed, 'until', now + window, 'scope', 'gate')
  for i = 1, at_once do redis.call('ZADD', minute, now + lease + window, 'before-' .. i) end
  redis.call('PEXPIRE', minute, (lease + window) * 2)
end
redis.call('SET', epoch, ARGV[2])
"""
)

# Xero said how much of its day is left: it knows better, but not yet of the calls that are under way.
HEAR_DAY = (
    NOW
    + """
local day, places, left = KEYS[1], KEYS[2], tonumber(ARGV[2])
local found = redis.call('HMGET', day, 'used', 'limit', 'left')
local used, limit, before = tonumber(found[1] or 0), tonumber(found[2] or 0), tonumber(found[3] or left)
local renewed = left > before + 10
if renewed then redis.call('HSET', day, 'began', now) end
if renewed or limit == 0 or left > limit then
  local most = renewed and left or math.max(left, math.floor((used + left) / 1.05))
  limit = left
  for i = 3, #ARGV do
    if tonumber(ARGV[i]) >= most then limit = tonumber(ARGV[i]); break end
  end
end
redis.call('HSET', day, 'left', left, 'limit', limit, 'used', limit - left + redis.call('ZCARD', places))
"""
)

# Shuts a gate for so many milliseconds; never opens one earlier than it would have been.
CLOSE = (
    NOW
    + SHUT
    + """
local ms = tonumber(ARGV[2])
local wait = shut(KEYS[1])
if wait and wait[1] >= ms then return end
redis.call('HSET', KEYS[1], 'until', now + ms, 'scope', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ms + 60000)
"""
)

# Takes one of an Autotask endpoint's places, after giving back that of a call that has ended (ARGV[6]), if any.
TAKE_AUTOTASK = (
    NOW
    + SHUT
    + """
local closed, full, places, narrow = unpack(KEYS)
local name, lease, at_once, work = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5] == '1'
if ARGV[6] then redis.call('ZREM', places, ARGV[6]) end
local wait = shut(closed) or (work and shut(full))
if wait then return wait end
redis.call('ZREMRANGEBYSCORE', places, '-inf', now)
if shut(narrow) then at_once = 1 end
if redis.call('ZCARD', places) >= at_once then return {50, 'concurrent'} end
redis.call('ZADD', places, now + lease, name)
redis.call('PEXPIRE', places, lease * 2)
return {0, 'taken'}
"""
)
