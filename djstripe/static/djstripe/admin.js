"use strict";

// Search and "unfold all" for the JSON on a row's page. Without this script the page still
// folds and unfolds by itself.

(function () {
  function element(name, text) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    return made;
  }

  function ownText(node) {
    if (node.matches("details")) return node.querySelector(":scope > summary").textContent;
    return node.textContent;
  }

  function search(viewer, typed, said) {
    const wanted = typed.trim().toLowerCase();
    const nodes = viewer.querySelectorAll(".dj-node, .dj-leaf");
    let found = 0;
    for (const node of nodes) node.classList.remove("dj-hidden", "dj-found");
    if (!wanted) {
      said.textContent = "";
      return;
    }
    const kept = new Set();
    for (const node of nodes) {
      if (!ownText(node).toLowerCase().includes(wanted)) continue;
      found += 1;
      node.classList.add("dj-found");
      kept.add(node);
      for (const inner of node.querySelectorAll(".dj-node, .dj-leaf")) kept.add(inner);
      let above = node.parentElement.closest(".dj-node");
      while (above) {
        above.open = true;
        kept.add(above);
        above = above.parentElement.closest(".dj-node");
      }
    }
    for (const node of nodes) node.classList.toggle("dj-hidden", !kept.has(node));
    said.textContent = found === 1 ? "1 place" : found + " places";
  }

  function equip(viewer) {
    const tools = element("div");
    tools.className = "dj-json-tools";
    const input = element("input");
    input.type = "search";
    input.placeholder = "Find a key or a value";
    input.setAttribute("aria-label", input.placeholder);
    const unfold = element("button", "Unfold all");
    unfold.type = "button";
    const said = element("output");
    let waiting = 0;
    input.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(function () { search(viewer, input.value, said); }, 120);
    });
    unfold.addEventListener("click", function () {
      const open = unfold.textContent === "Unfold all";
      for (const node of viewer.querySelectorAll(".dj-node")) node.open = open;
      unfold.textContent = open ? "Fold all" : "Unfold all";
    });
    tools.append(input, unfold, said);
    viewer.querySelector("h2").after(tools);
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-dj-json]").forEach(equip);
  });
})();
