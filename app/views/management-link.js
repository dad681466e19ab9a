/* Adds a button that copies the management link, on the page of a profile that was saved. */
const copy = document.getElementById('copy');
const status = copy.querySelector('[role=status]');
copy.hidden = false;
copy.querySelector('button').addEventListener('click', async () => {
  status.textContent = '';
  status.textContent = (await copyLink()) ? 'Copied' : 'The link is selected. Copy it with your keyboard or menu.';
});

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
