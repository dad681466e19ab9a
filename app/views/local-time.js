/* Shows times in the time zone and the language of the browser, on every page. */
const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

// A global function, because inline modules cannot import each other.
globalThis.showLocalTime = (time) => {
  time.textContent = format.format(new Date(time.dateTime));
  // The page is in English, but the time may be in a language that is written from right to left.
  time.lang = format.resolvedOptions().locale;
  time.dir = 'auto';
};

for (const time of document.querySelectorAll('time')) globalThis.showLocalTime(time);
