// Around htmx: a form is locked while its request runs, is repeated where nobody can know whether it
// arrived, and what the server refuses is shown.
(() => {
  const DELAYS_MS = [500, 1000, 2000];
  /** Refusals that are over in a moment; nothing was written. */
  const PASSING = ['busy', 'starting', 'stopping'];
  const GAVE_UP = '通信できませんでした。もう一度お試しください（二重に登録されることはありません）';

  const isForm = (element) => element.matches('form[hx-post]');

  function lock(form, isLocked) {
    for (const button of form.querySelectorAll('button:not([type=button])')) {
      button.disabled = isLocked;
      if (isLocked) button.setAttribute('aria-busy', 'true');
      else button.removeAttribute('aria-busy');
    }
  }

  function problemOf(xhr) {
    const type = xhr.getResponseHeader('Content-Type') || '';
    if (!type.startsWith('application/problem+json')) return null;
    try {
      return JSON.parse(xhr.responseText);
    } catch {
      return null;
    }
  }

  /** Whether it may or may not have arrived: the same request again is safe, and tells. */
  function isUncertain(xhr) {
    const problem = problemOf(xhr);
    return xhr.status === 0 || xhr.status === 502 || xhr.status === 504
      || (xhr.status === 503 && (!(problem && problem.code) || PASSING.includes(problem.code)));
  }

  function retry(form) {
    const tries = Number(form.dataset.tries || 0);
    if (tries >= DELAYS_MS.length) {
      delete form.dataset.tries;
      Notice.failure(GAVE_UP);
      return false;
    }
    form.dataset.tries = String(tries + 1);
    setTimeout(() => htmx.trigger(form, 'pos:retry'), DELAYS_MS[tries]);
    return true;
  }

  document.addEventListener('htmx:beforeRequest', (event) => {
    const form = event.detail.elt;
    if (!isForm(form)) return;
    // An Enter that comes while a request runs, or between its repetitions.
    if (form.dataset.busy === 'true' && event.detail.requestConfig.triggeringEvent?.type !== 'pos:retry') {
      event.preventDefault();
      return;
    }
    form.dataset.busy = 'true';
    lock(form, true);
  });

  document.addEventListener('htmx:configRequest', (event) => {
    const form = event.detail.elt;
    if (form.dataset.tries) event.detail.headers['X-Retry'] = form.dataset.tries;
  });

  document.addEventListener('htmx:beforeSwap', (event) => {
    // A problem is no part of a page.
    if (problemOf(event.detail.xhr)) event.detail.shouldSwap = false;
  });

  document.addEventListener('htmx:afterRequest', (event) => {
    const { elt, xhr } = event.detail;
    const isOurs = isForm(elt);
    if (isOurs && isUncertain(xhr) && retry(elt)) return;
    if (isOurs) {
      delete elt.dataset.tries;
      delete elt.dataset.busy;
      lock(elt, false);
    }
    const problem = problemOf(xhr);
    if (problem && problem.code) {
      if (xhr.status === 401) location.reload();
      Notice.failure(problem.detail);
      elt.dispatchEvent(new CustomEvent('pos:problem', { bubbles: true, detail: problem }));
    } else if (xhr.status >= 200 && xhr.status < 300 && isOurs) {
      Notice.clearFailures();
    } else if (!isOurs && isUncertain(xhr)) {
      Notice.failure(GAVE_UP);
    }
  });

  // How long a text is, in the characters that people count.
  document.addEventListener('input', (event) => {
    const counter = event.target.dataset.counter && document.getElementById(event.target.dataset.counter);
    if (counter) counter.textContent = `${[...event.target.value].length}/100`;
  });
})();
