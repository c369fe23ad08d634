// The editor of a cell: CodeMirror 6 with what a cell of Python needs. Rebuilt by `npm ci && npm run build`.
//
// Colors are those of the page's own code: tokens get the class names that Pygments writes, and the page's style sheet
// knows them. Sizes and lines come from variables of livecode.css.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, keymap, showTooltip, ViewPlugin } from "@codemirror/view";
import { tagHighlighter, tags as t } from "@lezer/highlight";

const asPygments = tagHighlighter([
  { tag: t.comment, class: "c1" },
  { tag: [t.keyword, t.controlKeyword, t.definitionKeyword], class: "k" },
  { tag: t.moduleKeyword, class: "kn" },
  { tag: t.operatorKeyword, class: "ow" },
  { tag: [t.bool, t.null, t.self], class: "kc" },
  { tag: t.operator, class: "o" },
  { tag: [t.string, t.special(t.string)], class: "s2" },
  { tag: t.escape, class: "se" },
  { tag: t.number, class: "mi" },
  { tag: t.function(t.definition(t.variableName)), class: "nf" },
  { tag: t.definition(t.className), class: "nc" },
  { tag: t.meta, class: "nd" },
  { tag: t.modifier, class: "o" }, // of the stars of arguments, and what follows the colon in an f-string
]);

// Pygments knows the names that Python brings; the grammar does not.
const BUILTINS = new Set(("abs all any bool bytes dict dir divmod enumerate filter float getattr hasattr hash help " +
  "input int isinstance iter len list map max min next object open ord pow print property range repr reversed round " +
  "set setattr slice sorted staticmethod str sum super tuple type vars zip").split(" "));
const builtin = Decoration.mark({ class: "nb" });

function markBuiltins(view) {
  const marks = [];
  for (const { from, to } of view.visibleRanges)
    syntaxTree(view.state).iterate({ from, to, enter: ({ name, from: start, to: end }) => {
      if (name === "VariableName" && BUILTINS.has(view.state.sliceDoc(start, end))) marks.push(builtin.range(start, end));
    } });
  return Decoration.set(marks);
}
const builtins = ViewPlugin.define(
  (view) => ({
    decorations: markBuiltins(view),
    update(update) {
      if (update.docChanged || update.viewportChanged || syntaxTree(update.state) !== syntaxTree(update.startState))
        this.decorations = markBuiltins(update.view);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

const look = EditorView.theme({
  "&": { color: "inherit", backgroundColor: "transparent", fontSize: "inherit" },
  "&.cm-focused": { outline: "none" }, // the ring is around the whole field
  ".cm-scroller": { font: "inherit", lineHeight: "inherit", overflowX: "auto" },
  ".cm-content": { padding: "var(--livecode-pad) 0", caretColor: "currentColor" },
  ".cm-line": { padding: "0 var(--livecode-side)" },
  ".cm-cursor": { borderLeftColor: "currentColor", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--livecode-selection)",
  },
  "&.cm-focused .cm-matchingBracket": { background: "none", outline: "1px solid var(--livecode-muted)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "none", outline: "1px solid var(--livecode-bad)" },
  ".cm-tooltip": {
    color: "var(--livecode-ink)", background: "var(--livecode-paper)", border: "1px solid var(--livecode-line)",
    borderRadius: ".375rem", boxShadow: "0 .25rem 1rem rgb(0 0 0 / 15%)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--livecode-paper)", background: "var(--livecode-accent)",
  },
  ".cm-tooltip.livecode-help, .cm-tooltip.cm-completionInfo": {
    maxWidth: "min(46rem, 90vw)", maxHeight: "16rem", overflow: "auto", padding: ".5rem .75rem", whiteSpace: "pre-wrap",
  },
  ".cm-completionIcon": { display: "none" },
  ".cm-completionDetail": { color: "inherit", opacity: ".75" },
});

// What a name is: a text at the place of the cursor, until something else is done.
const setHelp = StateEffect.define();
const help = StateField.define({
  create: () => null,
  update: (held, change) => {
    for (const effect of change.effects) if (effect.is(setHelp)) return effect.value;
    return change.docChanged || change.selection ? null : held;
  },
  provide: (field) => showTooltip.from(field),
});

function tooltip(pos, text) {
  const create = () => ({ dom: Object.assign(document.createElement("div"), { className: "livecode-help", textContent: text }) });
  return { pos, above: false, arrow: false, create };
}

/** Open an editor in `parent`; `run`, `change`, `complete(code, at)`, `inspect(code, at)` and
 * `say(text)`, to a screen reader, are called as their names say. */
export function open({ parent, code, at, label, run, change, complete, inspect, say }) {
  const close = (view) => {
    if (view.state.field(help)) view.dispatch({ effects: setHelp.of(null) });
    view.setTabFocusMode(3000); // Escape, then Tab
    return false;
  };
  const explain = (view) => {
    const { state } = view, place = state.selection.main.head;
    inspect(state.doc.toString(), place).then((answer) => {
      if (!answer || view.state !== state) return; // Python is not there, or something was done meanwhile
      const text = answer.text || "Nothing is known here yet: run the cell, then ask again.";
      view.dispatch({ effects: setHelp.of(tooltip(place, text)) });
      say(text);
    });
    return true;
  };
  const go = () => { run(); return true; };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: code,
      selection: { anchor: Math.min(at ?? code.length, code.length) },
      extensions: [
        Prec.highest(keymap.of([
          { key: "Shift-Enter", run: go }, { key: "Ctrl-Enter", mac: "Cmd-Enter", run: go },
          { key: "Ctrl-Enter", run: go }, { key: "Ctrl-Space", run: startCompletion },
          { key: "Ctrl-i", mac: "Cmd-i", run: explain, preventDefault: true }, { key: "F1", run: explain, preventDefault: true },
        ])),
        history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), python(), indentUnit.of("    "),
        EditorState.tabSize.of(4),
        autocompletion({
          activateOnTyping: false,
          override: [async ({ state, pos }) => {
            const found = await complete(state.doc.toString(), pos);
            const before = state.sliceDoc(0, found?.from);
            const about = async ({ label }) => {
              const text = (await inspect(before + label, before.length + label.length))?.text;
              return text ? Object.assign(document.createElement("div"), { textContent: text }) : null;
            };
            return found && { from: found.from, options: found.options.map((option) => ({ ...option, info: about })) };
          }],
        }),
        syntaxHighlighting(asPygments), builtins, help, look,
        keymap.of([
          ...completionKeymap, ...closeBracketsKeymap, { key: "Escape", run: close }, ...historyKeymap, indentWithTab,
          ...defaultKeymap,
        ]),
        EditorView.contentAttributes.of({
          "aria-label": label, spellcheck: "false", autocorrect: "off", autocapitalize: "off", translate: "no",
        }),
        EditorView.updateListener.of((update) => { if (update.docChanged) change(); }),
      ],
    }),
  });
  return {
    get: () => view.state.doc.toString(),
    set: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "input" }),
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}
