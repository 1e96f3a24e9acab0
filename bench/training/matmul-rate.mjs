// The machine's matrix-multiply rate through the same native library, in GFLOP/s: the best of products of two sizes,
// all cores.
import { openBackend } from "../../dist/runtime.js";

const { tf } = await openBackend({ backend: "native" });
let best = 0;
for (const n of [1024, 2048]) {
  const a = tf.randomUniform([n, n]);
  const times = [];
  for (let i = 0; i < 12; i++) {
    const start = performance.now();
    const product = tf.matMul(a, a);
    product.slice([0, 0], [1, 1]).dataSync();
    times.push(performance.now() - start);
    product.dispose();
  }
  best = Math.max(best, (2 * n ** 3) / Math.min(...times) / 1e6);
}
console.log(JSON.stringify({ gflops: best }));
