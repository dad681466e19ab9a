/*
 * The script of every page, an inline module, so nothing here is global. Pages work without JavaScript; with it, times
 * are local, the latest entry follows GET /events, and a button copies the management link.
 */
const pollMs = 15000;
const announceMs = 15000;
const resendMs = 10000;

const latest = document.getElementById('latest');
const announcement = document.getElementById('announcement');
const localTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

let stream = null;
let newest = null;
let pollTimer = 0;
let announceTimer = 0;

for (const time of document.querySelectorAll('time')) localize(time);

// A second click must not send a form twice. After a while it may: the user may have stopped the first.
let sentAt = -Infinity;
document.addEventListener('submit', (event) => {
  if (performance.now() - sentAt < resendMs) event.preventDefault();
  else if (event.target.method === 'post') {
    sentAt = performance.now();
    addAttempt(event.target);
  }
});
// A page that the browser keeps and shows again is a new form.
addEventListener('pageshow', () => {
  sentAt = -Infinity;
  for (const input of document.querySelectorAll('.added')) input.remove();
});

// The response to a form gets the address of what it shows, so that a reload does not send the form again.
const addressed = document.querySelector('[data-address]');
if (addressed) history.replaceState(null, '', addressed.dataset.address);

const copy = document.getElementById('copy');
if (copy) offerCopy();

if (latest) {
  document.addEventListener('visibilitychange', follow);
  follow();
}

/** The server stores the same attempt once, however often the browser sends it, as when the response is reloaded. */
function addAttempt(form) {
  if (form.getAttribute('action') !== '/' || form.elements.attempt) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const input = element('input', '', 'added');
  input.type = 'hidden';
  input.name = 'attempt';
  input.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  form.append(input);
}

/** Only a page in sight holds a stream: a browser opens six connections to a site and its tabs share them. */
function follow() {
  unfollow();
  if (document.hidden) return;
  stream = new EventSource('/events');
  stream.onmessage = (event) => show(JSON.parse(event.data));
  stream.onerror = () => {
    // A lost connection is retried by the browser itself, a refused one never.
    if (stream.readyState === EventSource.CLOSED) pollLater();
  };
}

function unfollow() {
  clearTimeout(pollTimer);
  if (stream) stream.close();
  stream = null;
}

/** In 15 to 30 s, so that the pages a busy server has refused do not come back all at once. */
function pollLater() {
  clearTimeout(pollTimer);
  pollTimer = setTimeout(poll, pollMs * (1 + Math.random()));
}

function poll() {
  fetch('/', { headers: { Accept: 'application/json' } })
    .then((response) => response.json())
    .then((body) => show(body.latest))
    .catch(() => {});
  follow();
}

/** An entry that is not newer than the one in sight is ignored: another task may be a moment behind. */
function show(entry) {
  if (!entry || entry.timestamp <= shownTimestamp()) return;
  newest = entry;
  const time = element('time', entry.timestamp);
  time.dateTime = entry.timestamp;
  localize(time);
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

/** A screen reader hears of the newest entry, however many there are, once in a while. */
function announceLater() {
  if (announceTimer) return;
  announceTimer = setTimeout(() => {
    announceTimer = 0;
    announcement.textContent = `New entry: ${newest.digits} by ${newest.username}`;
  }, announceMs);
}

function offerCopy() {
  const status = copy.querySelector('[role=status]');
  copy.hidden = false;
  copy.querySelector('button').addEventListener('click', async () => {
    status.textContent = '';
    status.textContent = (await copyLink()) ? 'Copied' : 'The link is selected: copy it as usual.';
  });
}

/** Over plain HTTP browsers have no clipboard API, except on localhost; there they copy what is selected. */
async function copyLink() {
  const link = document.getElementById('link');
  try {
    await navigator.clipboard.writeText(link.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(link);
    return document.execCommand('copy');
  }
}

function localize(time) {
  time.textContent = localTime.format(new Date(time.dateTime));
}

function element(name, text, className = '') {
  const node = document.createElement(name);
  node.textContent = text;
  node.className = className;
  return node;
}
