"use strict";
// One dialog serves every number: its text is set from the provenance list, never parsed as markup.
(() => {
  const known = JSON.parse(document.getElementById("provenance").textContent);
  const dialog = document.getElementById("provenance-dialog");
  const body = document.getElementById("provenance-body");
  const put = (parent, tag, text, className) => {
    const made = parent.appendChild(document.createElement(tag));
    made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const show = (result) => {
    const box = put(body, "section", "", "result");
    put(box, "h3", result.label);
    put(box, "p", result.value, "value");
    if (!result.verified) put(box, "strong", "NOT VERIFIED", "badge");
    const list = put(box, "dl", "");
    for (const [term, texts] of result.facts) {
      put(list, "dt", term);
      for (const text of texts) put(list, "dd", text);
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.from");
    if (button) {
      body.replaceChildren();
      button.dataset.results.split(" ").forEach((at) => show(known[Number(at)]));
      dialog.showModal();
      dialog.scrollTop = 0;
    } else if (event.target === dialog || event.target.closest("button.close")) {
      dialog.close();
    }
  });
})();
