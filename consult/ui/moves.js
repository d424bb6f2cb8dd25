/* Links within the app without loading it anew, keys for the way on, and the button that prints.
   Without this script every link still works: its address is whole. Streamlit runs a page when
   the address in its history changes; test_browser.py holds it to that. */
(() => {
  document.documentElement.lang = "da";
  if (window.consultMoves) return;
  window.consultMoves = true;
  const app = () => document.querySelector('[data-testid="stApp"]');
  const state = () => app()?.dataset.testScriptState;
  // Changes with each run of the page, also with one so short that the state is never seen.
  const run = () => document.querySelector("[data-run]")?.dataset.run;
  const WAIT = 2000; // ms for what the server is drawing to end; then the same
  const PATIENCE = 4000; // ms for the server to begin; then the page is loaded the old way

  const home = new URL("./", location.href).pathname;
  const isOurs = (to) => to.origin === location.origin && to.pathname.startsWith(home) &&
    !to.pathname.slice(home.length).includes("/");

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    if (target.closest(".consult [data-print]")) return window.print();
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey ||
        event.shiftKey || event.altKey) return;
    const link = target.closest(".consult a[href]");
    if (!link || link.target || link.getAttribute("href").startsWith("#")) return;
    const to = new URL(link.href);
    const connected = app()?.dataset.testConnectionState === "CONNECTED";
    if (!isOurs(to) || !connected) return;
    event.preventDefault();
    whenIdle(to);
  });

  /* A step asked for while the server still draws would be lost: it waits for the last one. */
  let waiting;
  const whenIdle = (to) => {
    clearInterval(waiting);
    if (state() === "notRunning") return go(to);
    const began = Date.now();
    waiting = setInterval(() => {
      if (state() === "notRunning") { clearInterval(waiting); go(to); }
      else if (Date.now() - began > WAIT) { clearInterval(waiting); location.assign(to); }
    }, 20);
  };

  const go = (to) => {
    const before = document.querySelector(".consult h1")?.textContent;
    const last = run();
    history.pushState({}, "", to);
    window.dispatchEvent(new PopStateEvent("popstate"));
    const began = Date.now();
    const watch = setInterval(() => {
      if (state() !== "notRunning") return;
      if (run() !== last) { clearInterval(watch); arrive(before); }
      else if (Date.now() - began > PATIENCE) { clearInterval(watch); location.reload(); }
    }, 20);
  };

  /* A new page begins at its top, and a screen reader is told so by its first heading; where a
     passage is chosen, one goes on from there. */
  const arrive = (before) => {
    const heading = document.querySelector(".consult h1");
    const chosen = document.querySelector(".passage.chosen");
    if (chosen) { chosen.tabIndex = -1; chosen.focus({ preventScroll: true }); return; }
    if (heading && heading.textContent === before && document.querySelector(".steps [aria-current]")) {
      document.querySelector(".hits, .cards")?.scrollIntoView({ block: "start" });
      return;
    }
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
    window.scrollTo(0, 0);
    if (heading) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
  };

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = document.querySelector(`.consult a[data-key="${event.key}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
})();
