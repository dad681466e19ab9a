/**
 * Replaces `setTimeout` and `performance.now` for the app in this process. They advance only with `jest.advanceTimersByTime`. All other
 * timers and clocks stay real, so that sockets and `until` work. Call `jest.useRealTimers` at the end of the test.
 */
export function useFakeTimeouts(): void {
  jest.useFakeTimers({
    doNotFake: [
      ...(['Date', 'nextTick', 'queueMicrotask'] as const),
      ...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const),
    ],
  });
}
