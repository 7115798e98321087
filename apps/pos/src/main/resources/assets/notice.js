// What the page says: successes for 4 s, failures until they are closed or 10 s are over.
const Notice = (() => {
  const SUCCESS_MS = 4000;
  const FAILURE_MS = 10000;
  let timer;

  function success(text) {
    const notice = document.getElementById('notice');
    clearTimeout(timer);
    notice.textContent = text;
    timer = setTimeout(() => { notice.textContent = ''; }, SUCCESS_MS);
  }

  /** In the open dialog, if there is one: behind it nobody would see it. */
  function place() {
    const dialogs = [...document.querySelectorAll('dialog[open]')];
    const dialog = dialogs[dialogs.length - 1];
    return (dialog && dialog.querySelector('.alerts')) || document.getElementById('alerts');
  }

  function failure(text) {
    const alert = document.createElement('div');
    alert.className = 'alert';
    alert.setAttribute('role', 'alert');
    const words = document.createElement('span');
    words.textContent = text;
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'quiet';
    close.setAttribute('aria-label', '通知を閉じる');
    close.textContent = '×';
    close.addEventListener('click', () => alert.remove());
    alert.append(words, close);
    place().replaceChildren(alert);
    setTimeout(() => alert.remove(), FAILURE_MS);
  }

  function clearFailures() {
    place().replaceChildren();
  }

  // Banners of the whole page: they come and go with what they tell of.
  function banner(id, text, isShown) {
    const present = document.getElementById(id);
    if (!isShown) {
      if (present) present.remove();
    } else if (!present) {
      const banner = document.createElement('p');
      banner.id = id;
      banner.className = 'banner';
      banner.setAttribute('role', 'alert');
      banner.textContent = text;
      document.getElementById('banners').append(banner);
    }
  }

  document.addEventListener('pos:notice', (event) => success(event.detail.value));
  document.addEventListener('pos:alert', (event) => failure(event.detail.value));
  return { success, failure, clearFailures, banner };
})();
