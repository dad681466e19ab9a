import { certificateArn, certified, domain } from '../../../support/stacks/domain-settings';
import { type Changes, threeTiers } from '../../../support/stacks/fixture-environment';
import { expectRejection, type RejectedSetting, settingsError, untyped } from '../../../support/stacks/settings-errors';

describe('Ingress settings', () => {
  it.each<[string, Changes]>([
    ['profiles and a domain that is not in Route 53', { ...threeTiers, ingress: certified(certificateArn).ingress }],
    ['profiles and a domain in Route 53', { ...threeTiers, ingress: domain('app.b.example').ingress }],
    ["plainHttp: 'accepted' without profiles", { ingress: { kind: 'load-balanced', plainHttp: 'accepted' } }],
  ])('are accepted with %s', (_title, changes) => {
    expect(settingsError(changes)).toBe('');
  });

  it.each<RejectedSetting>([
    ['scaling without a load balancer', { scale: { kind: 'automatic', min: 1, max: 2 } }, 'scale.kind is', "'fixed'"],
    [
      'profiles over plain HTTP',
      { ...threeTiers, ingress: { kind: 'load-balanced' } },
      'ingress.plainHttp is missing.',
      "Add cdn: {}, set ingress.domain, or write plainHttp: 'accepted'",
    ],
    [
      "plainHttp: 'accepted' and a domain",
      untyped({ ...threeTiers, ingress: { ...domain('a.b.example').ingress, plainHttp: 'accepted' } }),
      'ingress.plainHttp is "accepted".',
      'Remove plainHttp',
    ],
    [
      "plainHttp: 'accepted' and CloudFront",
      untyped({ ...threeTiers, ingress: { kind: 'load-balanced', cdn: {}, plainHttp: 'accepted' } }),
      'ingress.plainHttp is "accepted".',
      'ingress.cdn already turns on HTTPS',
    ],
  ])(
    'are rejected with %s; the error names the field, the value and the remedy',
    (_title, changes, fieldAndValue, remedy) => {
      expectRejection(changes, fieldAndValue, remedy);
    },
  );
});
