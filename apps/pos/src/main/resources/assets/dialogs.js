// Native dialogs: opened by [data-open], closed by [data-close], Escape or, for the menu, a tap beside
// it. The focus goes back to whoever opened it, also if that element was replaced meanwhile.
const Dialogs = (() => {
  const openers = new WeakMap();

  function fill(dialog, values) {
    for (const one of dialog.querySelectorAll('[data-fill]')) one.textContent = values[one.dataset.fill];
    for (const one of dialog.querySelectorAll('[data-fill-value]')) one.value = values[one.dataset.fillValue];
    for (const one of dialog.querySelectorAll('[data-fill-checked]')) one.checked = values[one.dataset.fillChecked] === 'true';
  }

  function clean(dialog) {
    for (const alerts of dialog.querySelectorAll('.alerts')) alerts.replaceChildren();
    for (const error of dialog.querySelectorAll('.error')) error.remove();
    for (const field of dialog.querySelectorAll('[aria-invalid]')) {
      field.removeAttribute('aria-invalid');
      // Else it would have the focus when the dialog is opened again.
      field.removeAttribute('autofocus');
    }
  }

  function open(dialog, opener) {
    if (dialog.open) return;
    openers.set(dialog, opener ? opener.id || opener : null);
    if (opener) fill(dialog, opener.dataset);
    for (const text of dialog.querySelectorAll('[data-emptied] input')) text.value = '';
    dialog.showModal();
    const first = dialog.querySelector('[autofocus]');
    if (first) first.focus();
  }

  function closed(dialog) {
    clean(dialog);
    const opener = openers.get(dialog);
    const element = typeof opener === 'string' ? document.getElementById(opener) : opener;
    if (element && element.isConnected) element.focus();
    const menu = document.getElementById('menu');
    if (dialog.id === 'drawer' && menu) menu.setAttribute('aria-expanded', 'false');
  }

  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-open]');
    if (opener) open(document.getElementById(opener.dataset.open), opener);
    const closer = event.target.closest('[data-close]');
    if (closer) closer.closest('dialog').close();
    if (event.target.closest('#menu')) {
      document.getElementById('menu').setAttribute('aria-expanded', 'true');
      open(document.getElementById('drawer'), document.getElementById('menu'));
    }
    // A tap on the dialog itself, and not on something in it, is one beside it.
    if (event.target.id === 'drawer') event.target.close();
  });
  // It does not bubble.
  document.addEventListener('close', (event) => {
    if (event.target.matches('dialog')) closed(event.target);
  }, true);
  document.addEventListener('pos:close', (event) => {
    const dialog = document.getElementById(event.detail.value);
    if (dialog) dialog.close();
  });
  document.addEventListener('htmx:afterSwap', (event) => {
    const opener = event.detail.requestConfig.elt;
    if (opener.dataset.opens) open(document.getElementById(opener.dataset.opens), opener);
  });
  // Pictures that cannot be loaded; the event does not bubble.
  document.addEventListener('error', (event) => {
    const image = event.target;
    if (image.dataset && image.dataset.fallback && image.getAttribute('src') !== image.dataset.fallback) {
      image.src = image.dataset.fallback;
    }
  }, true);
  return { open, isAnyOpen: () => document.querySelector('dialog[open]') !== null };
})();
