// The network that reads drawings: affine layers, an activation between them, softmax at the end; and what is stored.

/** Each activation, and its slope from its value. */
const ACTIVATIONS = {
  relu: [(z) => Math.max(z, 0), (a) => (a > 0 ? 1 : 0)],
  tanh: [Math.tanh, (a) => 1 - a * a],
};

async function unpackFloats(packed) {
  const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Float32Array(await new Response(stream).arrayBuffer());
}

/** Cut what is stored into the layers of each step, W row after row and b, and the drawings after them. */
function readStored(values, sizes, steps) {
  let at = 0;
  const take = (count) => values.subarray(at, (at += count));
  const layers = Array.from({ length: steps }, () =>
    sizes.slice(1).map((m, k) => ({ W: take(sizes[k] * m), b: take(m) })));
  const drawings = [];
  while (at < values.length) drawings.push(take(sizes[0]));
  return { layers, drawings };
}

/** Computes in double precision, and keeps the values of all layers for the way back. */
class Network {
  constructor(sizes, activation) {
    [this.value, this.slope] = ACTIVATIONS[activation];
    this.values = sizes.map((n) => new Float64Array(n));
    this.slopes = sizes.map((n) => new Float64Array(n));
  }

  /** The probabilities of the classes for a drawing `x`. */
  forward(layers, x) {
    const { values } = this, last = layers.length;
    values[0].set(x);
    layers.forEach(({ W, b }, k) => {
      const a = values[k], z = values[k + 1], m = z.length;
      z.set(b);
      for (let i = 0; i < a.length; i++)
        if (a[i]) for (let j = 0; j < m; j++) z[j] += a[i] * W[i * m + j];
      if (k + 1 < last) for (let j = 0; j < m; j++) z[j] = this.value(z[j]);
    });
    const p = values[last], most = Math.max(...p);
    let sum = 0;
    for (let j = 0; j < p.length; j++) sum += p[j] = Math.exp(p[j] - most);
    for (let j = 0; j < p.length; j++) p[j] /= sum;
    return p;
  }

  /** The gradient of -log p of the class `aim` by the cells of the drawing that came last. */
  gradient(layers, aim) {
    const { values, slopes } = this, last = layers.length;
    slopes[last].set(values[last]);
    slopes[last][aim] -= 1;
    for (let k = last - 1; k >= 0; k--) {
      const { W } = layers[k], a = values[k], delta = slopes[k + 1], m = delta.length;
      for (let i = 0; i < a.length; i++) {
        let sum = 0;
        for (let j = 0; j < m; j++) sum += W[i * m + j] * delta[j];
        slopes[k][i] = k ? sum * this.slope(a[i]) : sum;
      }
    }
    return slopes[0];
  }
}
