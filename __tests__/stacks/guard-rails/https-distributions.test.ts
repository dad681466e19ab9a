import {
  type CloudfrontDistributionOrderedCacheBehavior as CacheBehavior,
  CloudfrontDistribution,
} from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { violations } from '../../support/stacks/violations';

const behavior = {
  allowedMethods: ['GET', 'HEAD'],
  cachedMethods: ['GET', 'HEAD'],
  targetOriginId: 'app',
  viewerProtocolPolicy: 'https-only',
};

function violationsWith(viewerProtocolPolicy: string, orderedCacheBehavior?: CacheBehavior[]): readonly string[] {
  return violations((stack) => {
    new CloudfrontDistribution(stack, 'cdn', {
      enabled: true,
      origin: [{ originId: 'app', domainName: 'a.example' }],
      defaultCacheBehavior: { ...behavior, viewerProtocolPolicy },
      orderedCacheBehavior,
      restrictions: { geoRestriction: { restrictionType: 'none' } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
  });
}

const plain = [expect.stringMatching(/^dev\/cdn: This distribution serves plain HTTP\./)];

describe('Distribution', () => {
  it.each([
    ['redirect-to-https', 'accepted', []],
    ['https-only', 'accepted', []],
    ['allow-all', 'rejected', plain],
  ])('with the viewer protocol policy %s, is %s', (policy, _outcome, expected) => {
    expect(violationsWith(policy)).toEqual(expected);
  });

  it('is rejected if it serves a single path over plain HTTP', () => {
    const files = { ...behavior, pathPattern: '/files/*', viewerProtocolPolicy: 'allow-all' };
    expect(violationsWith('https-only', [files])).toEqual(plain);
  });
});
