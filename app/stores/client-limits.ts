/**
 * The settings that limit the time of each request of an AWS client, and allow one retry.
 * @param connectionTimeout in milliseconds
 * @param requestTimeout in milliseconds
 */
export function clientLimits(connectionTimeout: number, requestTimeout: number) {
  return {
    maxAttempts: 2,
    // Without the last one, the SDK only warns when a request exceeds requestTimeout, and continues to wait.
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
  };
}
