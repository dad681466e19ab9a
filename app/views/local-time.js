/* Shows times in the time zone and the language of the browser, on every page. */
const localTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

for (const time of document.querySelectorAll('time')) time.textContent = localTime.format(new Date(time.dateTime));
