/** Blocks the event loop, as a long computation does, but without its CPU time. @param ms how long, in milliseconds */
export function blockEventLoop(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
