/* Danish words in the place of those that Streamlit writes itself and has no setting for, now and
   as the page changes. RULES: [where, what Streamlit says, what is put], {x} being kept. What
   users wrote stands in .consult and in labels, which are left alone, and elsewhere never is one of
   these whole sentences. */
(() => {
  if (window.consultDanish) return;
  const OURS = '.consult, label, [data-testid="stFileUploaderFileName"]';
  const SPOKEN = ["aria-label", "placeholder"];
  const pattern = (said) => new RegExp(
    `^${said.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace("{x}", "([^]+)")}$`);
  const places = new Map();
  RULES.forEach(([where, said, put]) =>
    places.set(where, [...(places.get(where) || []), { said: pattern(said), put }]));
  const anywhere = [...places.keys()].join(", ");

  const danish = (rules, said) => {
    for (const rule of rules) {
      const found = said.trim().match(rule.said);
      if (found) return rule.put.replace("{x}", () => found[1]);
    }
    return null;
  };

  const speakIn = (place, rules) => {
    for (const name of SPOKEN) {
      const put = danish(rules, place.getAttribute(name) || "");
      if (put !== null) place.setAttribute(name, put);
    }
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest(OURS)) continue;
      const put = danish(rules, node.nodeValue);
      if (put !== null) node.nodeValue = put;
    }
  };

  const speak = (root) => {
    const found = new Set(root.querySelectorAll(anywhere));
    for (let up = root.closest(anywhere); up; up = up.parentElement?.closest(anywhere)) found.add(up);
    found.forEach((place) => places.forEach(
      (rules, where) => place.matches(where) && speakIn(place, rules)));
    // What has a name must have a role that can bear it.
    root.parentElement?.querySelectorAll('section[role="presentation"][aria-label]')
      .forEach((part) => part.setAttribute("role", "group"));
  };

  speak(document.body);
  window.consultDanish = new MutationObserver((changes) => {
    const roots = new Set();
    for (const { type, target, addedNodes } of changes) {
      for (const node of type === "childList" ? addedNodes : [target]) {
        const root = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
        if (root?.isConnected && !root.closest(".consult")) roots.add(root);
      }
    }
    roots.forEach(speak);
  });
  window.consultDanish.observe(document.body,
    { childList: true, subtree: true, characterData: true, attributeFilter: SPOKEN });
})();
