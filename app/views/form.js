/* Prevents duplicate submissions of forms, on every page. */
const resendMs = 10000;

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

// After a form was submitted, replaces the URL of the page. A reload then does not submit the form again.
const addressed = document.querySelector('[data-address]');
if (addressed) history.replaceState(null, '', addressed.dataset.address);

/**
 * Adds a retry token to the form, so that it is safe to submit the form again, for example by reloading the response:
 * the server stores the entry only once.
 */
function addRetryToken(form) {
  if (form.getAttribute('action') !== '/' || form.elements.attempt) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const input = document.createElement('input');
  input.className = 'added';
  input.type = 'hidden';
  input.name = 'attempt';
  input.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  form.append(input);
}
