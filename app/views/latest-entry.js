/* Updates the latest entry on the home page from GET /events. */
const pollMs = 15000;
const announceMs = 15000;

const latest = document.getElementById('latest');
const announcement = document.getElementById('announcement');
const pause = document.getElementById('pause');

let isPaused = false;
let stream = null;
let newest = null;
let pollTimer = 0;
let announceTimer = 0;

document.addEventListener('visibilitychange', follow);
follow();

// Text that changes by itself distracts some users from the form, so they must be able to pause it (WCAG 2.2, 2.2.2).
pause.hidden = false;
pause.addEventListener('click', () => {
  isPaused = !isPaused;
  pause.textContent = isPaused ? 'Resume' : 'Pause';
  clearTimeout(announceTimer);
  announceTimer = 0;
  follow();
});

/**
 * Receives new entries while the page is visible and updates are not paused. A hidden page has no event stream, because
 * all tabs of a browser share only six connections to a site.
 */
function follow() {
  unfollow();
  if (document.hidden || isPaused) return;
  stream = new EventSource('/events');
  stream.onmessage = (event) => show(JSON.parse(event.data));
  stream.onerror = () => {
    // The browser reconnects by itself after a lost connection, but not after an error response.
    if (stream.readyState === EventSource.CLOSED) pollLater();
  };
}

function unfollow() {
  clearTimeout(pollTimer);
  if (stream) stream.close();
  stream = null;
}

/**
 * Requests the latest entry after a random delay of 15 to 30 s. With a fixed delay, all pages that a busy server has
 * rejected would send a request at the same time.
 */
function pollLater() {
  clearTimeout(pollTimer);
  pollTimer = setTimeout(poll, pollMs * (1 + Math.random()));
}

function poll() {
  fetch('/', { headers: { Accept: 'application/json' } })
    .then((response) => response.json())
    .then((body) => isPaused || show(body.latest))
    .catch(() => {});
  follow();
}

/** Shows an entry as the latest one, unless the page already shows a newer entry: a task may send an outdated entry. */
function show(entry) {
  if (!entry || entry.timestamp <= shownTimestamp()) return;
  newest = entry;
  const time = document.createElement('time');
  time.dateTime = entry.timestamp;
  globalThis.showLocalTime(time); // in local-time.js
  const byline = element('p', '', 'byline');
  byline.append(element('bdi', entry.username), ' ', time);
  const flaps = element('p', entry.digits, 'flaps new');
  latest.replaceChildren(flaps, byline);
  announceLater();
}

function shownTimestamp() {
  const time = latest.querySelector('time');
  return time ? time.dateTime : '';
}

/** Announces the newest entry to screen readers after 15 s, so that several new entries cause only one announcement. */
function announceLater() {
  if (announceTimer) return;
  announceTimer = setTimeout(() => {
    announceTimer = 0;
    announcement.textContent = `New entry: ${newest.digits} by ${newest.username}`;
  }, announceMs);
}

function element(name, text, className = '') {
  const node = document.createElement(name);
  node.textContent = text;
  node.className = className;
  return node;
}
