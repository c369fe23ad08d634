// Archives as `distribution/packing.py` writes them: unpacked as they come, and read file by file.
// It stands before `worker.js` in the same file.
"use strict";

// Where a host says of an archive that it is gzipped, the browser has unpacked it.
const isPacked = (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b;

// The bytes of an answer, `size` of them, written where they stay as they come: copies on the way would count as memory.
const unpacked = async (answer, size) => {
    const reader = (await answer).body.getReader(), first = await reader.read();
    let stream = new ReadableStream({
        start: (inner) => (first.done ? inner.close() : inner.enqueue(first.value)),
        async pull(inner) {
            const { done, value } = await reader.read();
            done ? inner.close() : inner.enqueue(value);
        },
    });
    if (!first.done && isPacked(first.value)) {
        stream = stream.pipeThrough(new DecompressionStream("gzip"));
    }
    const bytes = new Uint8Array(size), parts = stream.getReader();
    let at = 0;
    for (let part = await parts.read(); !part.done; part = await parts.read()) {
        bytes.set(part.value, at);
        at += part.value.length;
    }
    if (at < size) {
        throw new Error("An archive could not be fetched (it is cut short)");
    }
    return bytes;
};

// Each file in an archive: its path, and its bytes.
const filesIn = function* (bytes) {
    let at = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    for (const [path, size] of JSON.parse(new TextDecoder().decode(bytes.subarray(4, at)))) {
        yield [`/${path}`, bytes.subarray(at, at + size)];
        at += size;
    }
};
