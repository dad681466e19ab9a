/**
 * Ignores the source maps of the packages that are loaded from now on. Those of cdktf and its provider are longer than the code, so
 * reading them takes a tenth of a synthesis, and they only help with errors inside a package.
 */
export function ignorePackageSourceMaps(): void {
  const load = require.extensions['.js'];
  require.extensions['.js'] = (module, file) => withoutSourceMaps(() => load?.(module, file));
}

/** Ignores the source maps of the modules that `work` loads, and of the stack traces that it reads. */
export function withoutSourceMaps(work: () => void): void {
  const { sourceMapsEnabled } = process;
  process.setSourceMapsEnabled(false);
  try {
    work();
  } finally {
    process.setSourceMapsEnabled(sourceMapsEnabled);
  }
}
