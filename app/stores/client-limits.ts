/**
 * The settings of an AWS client that keep any attempt of a call from waiting longer than this, and allow for a second one.
 * @param connectionTimeout in milliseconds
 * @param requestTimeout in milliseconds
 */
export function clientLimits(connectionTimeout: number, requestTimeout: number) {
  return {
    maxAttempts: 2,
    // Without the last one the SDK only warns about a request that takes longer than requestTimeout, and goes on waiting.
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
  };
}
