// The editor of a cell: CodeMirror 6 with what a cell of Python needs. Rebuilt by `npm ci && npm run build`.
//
// Colors are those of the page's own code: tokens get the class names that Pygments writes, and the page's style sheet
// knows them. Sizes and lines come from variables of livecode.css.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, keymap, ViewPlugin } from "@codemirror/view";
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
  ".cm-completionIcon": { display: "none" },
  ".cm-completionDetail": { color: "inherit", opacity: ".75" },
});

/** Open an editor in `parent`; `run`, `change` and `complete(code, at)` are called as their names say. */
export function open({ parent, code, at, label, run, change, complete }) {
  const leave = (view) => { view.setTabFocusMode(3000); return false; }; // Escape, then Tab
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
        ])),
        history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), python(), indentUnit.of("    "),
        EditorState.tabSize.of(4),
        autocompletion({
          activateOnTyping: false,
          override: [async ({ state, pos }) => {
            const found = await complete(state.doc.toString(), pos);
            return found && { from: found.from, options: found.options };
          }],
        }),
        syntaxHighlighting(asPygments), builtins, look,
        keymap.of([
          ...completionKeymap, ...closeBracketsKeymap, { key: "Escape", run: leave }, ...historyKeymap, indentWithTab,
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
