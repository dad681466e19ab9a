/*
 * The script of every page. It is an inline module, so it defines no globals. Pages also work without it. The script
 * shows local times, updates the latest entry from GET /events, and adds a button that copies the management link.
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

// A double click must not submit a form twice. After 10 s, the form can be submitted again, because the user may have
// cancelled the request.
let sentAt = -Infinity;
document.addEventListener('submit', (event) => {
  if (performance.now() - sentAt < resendMs) event.preventDefault();
  else if (event.target.method === 'post') {
    sentAt = performance.now();
    addRetryToken(event.target);
  }
});
// If the browser restores the page from the back/forward cache, the form can be submitted at once, with a new retry
// token.
addEventListener('pageshow', () => {
  sentAt = -Infinity;
  for (const input of document.querySelectorAll('.added')) input.remove();
});

// Replaces the URL of a page that is the response to a form, so that a reload does not submit the form again.
const addressed = document.querySelector('[data-address]');
if (addressed) history.replaceState(null, '', addressed.dataset.address);

const copy = document.getElementById('copy');
if (copy) offerCopy();

if (latest) {
  document.addEventListener('visibilitychange', follow);
  follow();
}

/**
 * Adds a retry token to the form, so that it is safe to submit the form again, for example by reloading the response:
 * the server stores the entry only once.
 */
function addRetryToken(form) {
  if (form.getAttribute('action') !== '/' || form.elements.attempt) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const input = element('input', '', 'added');
  input.type = 'hidden';
  input.name = 'attempt';
  input.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  form.append(input);
}

/**
 * Receives new entries while the page is visible. A hidden page has no event stream, because all tabs of a browser
 * share only six connections to a site.
 */
function follow() {
  unfollow();
  if (document.hidden) return;
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
    .then((body) => show(body.latest))
    .catch(() => {});
  follow();
}

/** Shows an entry as the latest one, unless the page already shows a newer entry: a task may send an outdated entry. */
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

/** Announces the newest entry to screen readers after 15 s, so that several new entries cause only one announcement. */
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
    status.textContent = (await copyLink()) ? 'Copied' : 'The link is selected. Copy it with your keyboard or menu.';
  });
}

/**
 * Copies the management link. If that fails, the link is left selected, and the function returns false. Over plain
 * HTTP, except on localhost, browsers have no clipboard API, but they can copy the selection.
 */
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
