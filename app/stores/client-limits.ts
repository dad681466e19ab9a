/**
 * Returns the settings of an AWS SDK client: timeouts for each request, and at most one retry.
 * @param connectionTimeout in milliseconds
 * @param requestTimeout in milliseconds
 */
export function clientLimits(connectionTimeout: number, requestTimeout: number) {
  return {
    maxAttempts: 2,
    // Without throwOnRequestTimeout, the SDK only logs a warning after requestTimeout, and continues to wait.
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
  };
}
