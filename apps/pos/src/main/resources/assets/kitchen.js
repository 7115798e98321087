// The kitchen: new orders are outlined, told, and, if wanted, heard.
(() => {
  const OUTLINE_MS = 5000;
  const KEPT = 'pos-sound';
  const button = document.getElementById('sound');
  const cards = () => [...document.querySelectorAll('.order-card')];
  let known = new Set(cards().map((card) => card.id));
  let audio;

  function isOn() {
    return button.getAttribute('aria-pressed') === 'true';
  }

  function set(isPressed) {
    button.setAttribute('aria-pressed', String(isPressed));
    try {
      localStorage.setItem(KEPT, String(isPressed));
    } catch {
      // It lasts until the page is left.
    }
  }

  function tone() {
    if (!isOn()) return;
    audio = audio || new AudioContext();
    const oscillator = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.value = 0.15;
    oscillator.frequency.value = 880;
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start();
    oscillator.stop(audio.currentTime + 0.25);
  }

  button.addEventListener('click', () => {
    set(!isOn());
    tone();
  });

  document.addEventListener('pos:updated', () => {
    const present = cards();
    const fresh = present.filter((card) => !known.has(card.id) && card.closest('#column-accept'));
    known = new Set([...known, ...present.map((card) => card.id)]);
    for (const card of fresh) {
      card.classList.add('fresh');
      setTimeout(() => {
        const again = document.getElementById(card.id);
        if (again) again.classList.remove('fresh');
      }, OUTLINE_MS);
      Notice.success(`新しい注文：呼び出し番号 ${card.dataset.call}`);
    }
    if (fresh.length > 0) tone();
  });

  try {
    if (localStorage.getItem(KEPT) === 'true') button.setAttribute('aria-pressed', 'true');
  } catch {
    // Off, as at first.
  }
})();
