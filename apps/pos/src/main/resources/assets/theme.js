// Sets the theme before anything is painted. Loaded in the head, without defer.
(() => {
  const THEMES = { auto: '自動', light: 'ライト', dark: 'ダーク' };
  const root = document.documentElement;

  function kept() {
    try {
      return localStorage.getItem('theme');
    } catch {
      return null; // Storage may be forbidden: the page works without.
    }
  }

  function set(theme) {
    root.dataset.theme = theme;
    const button = document.getElementById('theme');
    if (button) button.setAttribute('aria-label', `表示テーマ：${THEMES[theme]}`);
  }

  set(kept() in THEMES ? kept() : 'auto');
  document.addEventListener('DOMContentLoaded', () => set(root.dataset.theme));
  document.addEventListener('click', (event) => {
    if (!event.target.closest('#theme')) return;
    const names = Object.keys(THEMES);
    const next = names[(names.indexOf(root.dataset.theme) + 1) % names.length];
    set(next);
    try {
      localStorage.setItem('theme', next);
    } catch {
      // It lasts until the page is left.
    }
  });
})();
