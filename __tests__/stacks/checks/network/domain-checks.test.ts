import { certificateArn, certified, domain } from '../../../support/stacks/domain-settings';
import { balanced, type Changes } from '../../../support/stacks/fixture-environment';
import { expectRejection, type RejectedSetting, settingsError, untyped } from '../../../support/stacks/settings-errors';

describe('Domain settings', () => {
  it.each<[string, Changes]>([
    ['a domain below its zone', domain('app.b.example')],
    ['the apex of a zone below a public suffix', domain('example.co.uk', 'example.co.uk')],
    ['a certificate for a domain that is not in Route 53', certified(certificateArn, { account: '123456789012' })],
    [
      'a certificate in us-east-1 with CloudFront',
      {
        ...balanced,
        ingress: {
          kind: 'load-balanced',
          cdn: {},
          domain: { name: 'app.example.com', certificateArn: certificateArn.replace('eu-central-1', 'us-east-1') },
        },
      },
    ],
    ['a domain that is the zone itself', domain('b.example')],
  ])('are accepted with %s', (_title, changes) => {
    expect(settingsError(changes)).toBe('');
  });

  it.each<RejectedSetting>([
    ['a scheme in the domain', domain('https://a.b.example'), 'ingress.domain.name is "https', 'without a scheme'],
    [
      'a dot at the end of the domain',
      domain('a.b.example.'),
      'ingress.domain.name is "a.b.example.".',
      'trailing dot',
    ],
    ['capital letters in the domain', domain('A.b.example'), 'ingress.domain.name is "A.b.example".', 'lower case'],
    ['a domain outside its zone', domain('a.c.example'), 'ingress.domain.name is "a.c.example".', 'b.example'],
    [
      'a domain that only ends like the zone',
      domain('xb.example'),
      'ingress.domain.name is "xb.example".',
      'or a subdomain of it',
    ],
    ['a domain that is too long for a certificate', domain(`${'a'.repeat(60)}.b.example`), 'is "aaaa', 'at most 64'],
    [
      'a domain without a zone and without a certificate',
      untyped({ ...balanced, ingress: { kind: 'load-balanced', domain: { name: 'a.b.example' } } }),
      'ingress.domain.zone is missing.',
      'add certificateArn',
    ],
    [
      'a domain with a zone and a certificate',
      untyped({
        ...balanced,
        ingress: { kind: 'load-balanced', domain: { name: 'a.b.example', zone: 'b.example', certificateArn } },
      }),
      'ingress.domain.certificateArn is "arn:aws:acm:',
      'Remove certificateArn or ingress.domain.zone',
    ],
    [
      'a certificate in another region',
      certified(certificateArn.replace('eu-central-1', 'us-east-1')),
      'ingress.domain.certificateArn is "arn:aws:acm:us-east-1',
      'The certificate is in us-east-1, but a load balancer in eu-central-1 accepts only certificates in eu-central-1.',
    ],
    [
      "a certificate in the environment's region with CloudFront",
      { ...balanced, ingress: { kind: 'load-balanced', cdn: {}, domain: { name: 'a.b.example', certificateArn } } },
      'ingress.domain.certificateArn is "arn:aws:acm:eu-central-1',
      'The certificate is in eu-central-1, but CloudFront accepts only certificates in us-east-1.',
    ],
    [
      'a certificate of another account',
      certified(certificateArn, { account: '210987654321' }),
      'ingress.domain.certificateArn is "arn:aws:acm:',
      'The certificate belongs to the account 123456789012, but a load balancer in eu-central-1 accepts only certificates from its own account, 210987654321.',
    ],
    ...[
      certificateArn.replace('123456789012:', '12345678901:'),
      certificateArn.replace(':acm:', ':acm-pca:'),
      'arn:aws:iam::123456789012:server-certificate/name',
      '12345678-1234-1234-1234-123456789012',
    ].map(
      (arn): RejectedSetting => [
        `${arn} instead of the ARN of a certificate`,
        certified(arn),
        `ingress.domain.certificateArn is ${JSON.stringify(arn)}.`,
        'Use the ARN of an ACM certificate',
      ],
    ),
    ['a zone with a trailing dot', domain('a.b.example', 'b.example.'), 'ingress.domain.zone is', 'trailing dot'],
  ])(
    'are rejected with %s; the error names the field, the value and the remedy',
    (_title, changes, fieldAndValue, remedy) => {
      expectRejection(changes, fieldAndValue, remedy);
    },
  );
});
