import { imageLabels } from '../../../tools/image/image-labels';

const source = { version: '0123456789ab', commit: '0123456789abcdef', source: 'https://example.com/owner/name.git' };

describe('imageLabels', () => {
  it('contains version, commit, source and base', () => {
    expect(imageLabels(source, { name: 'node:24', digest: 'sha256:1' })).toEqual({
      'org.opencontainers.image.version': '0123456789ab',
      'org.opencontainers.image.revision': '0123456789abcdef',
      'org.opencontainers.image.source': 'https://example.com/owner/name.git',
      'org.opencontainers.image.base.name': 'node:24',
      'org.opencontainers.image.base.digest': 'sha256:1',
    });
  });

  it('has no label for an unknown value', () => {
    expect(imageLabels({ version: 'tree-01234567', commit: null, source: null })).toEqual({
      'org.opencontainers.image.version': 'tree-01234567',
    });
  });
});
