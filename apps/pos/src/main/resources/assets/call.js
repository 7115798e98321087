// The guests' screen: a number that becomes ready is told and outlined.
(() => {
  const OUTLINE_MS = 10000;
  const ready = () => [...document.querySelectorAll('#ready [data-number]')];
  let known = new Set(ready().map((one) => one.dataset.number));

  document.addEventListener('pos:updated', () => {
    const fresh = ready().filter((one) => !known.has(one.dataset.number));
    known = new Set(ready().map((one) => one.dataset.number));
    for (const one of fresh) {
      one.classList.add('fresh');
      setTimeout(() => one.classList.remove('fresh'), OUTLINE_MS);
    }
    if (fresh.length > 0) {
      const numbers = fresh.map((one) => one.dataset.number).join('、');
      document.getElementById('call-news').textContent = `お渡しできます：呼び出し番号 ${numbers}`;
    }
  });
})();
