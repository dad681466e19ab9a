import type { SourceVersion } from './source-version';

/**
 * Returns the labels of an image that describe its source and its base image.
 * https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
export function imageLabels(
  { version, commit, source }: Pick<SourceVersion, 'version' | 'commit' | 'source'>,
  base?: { readonly name: string; readonly digest: string },
): Record<string, string> {
  return {
    'org.opencontainers.image.version': version,
    ...(commit !== null && { 'org.opencontainers.image.revision': commit }),
    ...(source !== null && { 'org.opencontainers.image.source': source }),
    ...(base && {
      'org.opencontainers.image.base.name': base.name,
      'org.opencontainers.image.base.digest': base.digest,
    }),
  };
}
