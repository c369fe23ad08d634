// Take from this worker whatever could ask a host for something, before any code of others runs in it.
//
// The policy of a page does not bind its worker, and no static host sends the worker one of its own. So the list is of
// what stays: a way out that browsers add next year is closed already. What stays can compile no text to code either,
// since `import()` is syntax and cannot be taken away. The worker's own script holds what it needs in variables that
// nothing else can reach.
"use strict";

const LANGUAGE = `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date
    Promise RegExp Error AggregateError EvalError RangeError ReferenceError SuppressedError SyntaxError TypeError URIError
    globalThis JSON Math Intl Temporal ArrayBuffer SharedArrayBuffer Atomics DataView Uint8Array Int8Array Uint16Array
    Int16Array Uint32Array Int32Array Float16Array Float32Array Float64Array Uint8ClampedArray BigUint64Array
    BigInt64Array Map BigInt Set Iterator WeakMap WeakSet WeakRef Proxy Reflect FinalizationRegistry decodeURI
    decodeURIComponent encodeURI encodeURIComponent escape unescape isFinite isNaN console WebAssembly`;
const WEB = `self location name postMessage onmessage onerror onunhandledrejection addEventListener removeEventListener
    dispatchEvent clearTimeout clearInterval queueMicrotask structuredClone performance Performance crypto Crypto atob
    btoa reportError TextEncoder TextDecoder URL URLSearchParams AbortController AbortSignal Event EventTarget CustomEvent
    MessageEvent ErrorEvent PromiseRejectionEvent DOMException MessageChannel MessagePort Blob Headers Response
    ReadableStream TransformStream WritableStream CompressionStream DecompressionStream isSecureContext origin
    crossOriginIsolated WorkerGlobalScope DedicatedWorkerGlobalScope WorkerLocation constructor toString toLocaleString
    valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable __proto__ __defineGetter__ __defineSetter__
    __lookupGetter__ __lookupSetter__`;
const REFUSED = `XMLHttpRequest WebSocket WebSocketStream EventSource WebTransport importScripts Worker SharedWorker
    BroadcastChannel Request RTCPeerConnection FontFace eval`;

// `serve` takes the place of fetch: Pyodide asks it for its own files while it starts.
const closeWays = (serve) => {
    const words = (text) => text.split(/\s+/).filter(Boolean);
    const stays = new Set([...words(LANGUAGE), ...words(WEB)]);
    const fixed = (object, name, value) =>
        Object.defineProperty(object, name, { value, writable: false, configurable: false, enumerable: false });
    const refuse = (name) => function refused() {
        // Not a TypeError: Pyodide would answer that one with `import()`.
        throw new Error(`${name} is closed: code in this page reaches no network`);
    };
    const timers = { setTimeout, setInterval };
    const { userAgent, language, languages, platform, hardwareConcurrency } = navigator;

    // Functions that compile text: their constructors are reached from any function, so those go first.
    for (const sample of [() => {}, async () => {}, function* () {}, async function* () {}]) {
        fixed(Object.getPrototypeOf(sample), "constructor", refuse("Function"));
    }
    const plain = refuse("Function");
    fixed(plain, "prototype", Function.prototype);
    fixed(self, "Function", plain);

    for (let object = self; object && object !== Object.prototype; object = Object.getPrototypeOf(object)) {
        for (const name of Object.getOwnPropertyNames(object)) {
            if (!stays.has(name) && !Reflect.deleteProperty(object, name) && Object(object[name]) === object[name]) {
                throw new Error(`${name} cannot be closed`); // then no Python comes
            }
        }
    }
    words(REFUSED).forEach((name) => fixed(self, name, refuse(name)));
    fixed(self, "fetch", (address) => serve(String(address)) ?? refuse("fetch")());
    for (const [name, timer] of Object.entries(timers)) {
        fixed(self, name, (action, ...rest) => {
            if (typeof action !== "function") {
                refuse(`${name} of a text`)();
            }
            return timer(action, ...rest);
        });
    }
    fixed(self, "navigator", Object.freeze({ userAgent, language, languages: [...languages], platform, hardwareConcurrency }));
};
