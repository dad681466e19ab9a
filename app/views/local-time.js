/* Shows times in the time zone and the language of the browser, on every page. */
const localTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

for (const time of document.querySelectorAll('time')) {
  time.textContent = localTime.format(new Date(time.dateTime));
  // The page is in English, but the time may be in a language that is written from right to left.
  time.lang = localTime.resolvedOptions().locale;
  time.dir = 'auto';
}
