// The guests' screen: a number that becomes ready is told, and outlined for a while.
(() => {
  const OUTLINE_MS = 10000;
  const ready = () => [...document.querySelectorAll('#ready [data-number]')];
  let known = new Set(ready().map((one) => one.dataset.number));
  const outlined = new Set();

  function outline() {
    for (const one of ready()) one.classList.toggle('fresh', outlined.has(one.dataset.number));
  }

  document.addEventListener('pos:updated', () => {
    const numbers = ready().map((one) => one.dataset.number);
    const fresh = numbers.filter((number) => !known.has(number));
    known = new Set(numbers);
    for (const number of fresh) {
      outlined.add(number);
      setTimeout(() => { outlined.delete(number); outline(); }, OUTLINE_MS);
    }
    // Also those of before: their elements may have been replaced.
    outline();
    if (fresh.length > 0) {
      document.getElementById('call-news').textContent = `お渡しできます：呼び出し番号 ${fresh.join('、')}`;
    }
  });
})();
