import { createAwsClients } from '../../../tools/aws/clients';
import { certificateOf, checkCertificate } from '../../../tools/preflight/certificate';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { AwsFault, FakeAws } from '../../support/aws/fake-aws';
import { authorizedCalls } from '../../support/iam/recorded-calls';
import { roleProblems } from '../../support/iam/role-problems';
import { balanced } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

const arn = 'arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';

describe('Certificate', () => {
  const domains = { certificateArn: { certificateArn: arn }, zone: { zone: 'example.com' } };

  it.each([
    ['is read from the stack', 'certificateArn', { arn, domain: 'app.example.com' }],
    ['is not looked up', 'zone', undefined],
  ] as const)('%s if the domain has the setting %s', (_, kind, expected) => {
    const domain = { name: 'app.example.com', ...domains[kind] };
    const document = synthesized({ ...balanced, ingress: { kind: 'load-balanced', domain } });
    expect(certificateOf(new SynthesizedStack(JSON.parse(JSON.stringify(document))))).toEqual(expected);
  });

  it('is read from the CloudFront distribution if the stack has one', () => {
    const ofCdn = arn.replace('eu-central-1', 'us-east-1');
    const domain = { name: 'app.example.com', certificateArn: ofCdn };
    const document = synthesized({ ...balanced, ingress: { kind: 'load-balanced', cdn: {}, domain } });
    const stack = new SynthesizedStack(JSON.parse(JSON.stringify(document)));
    expect(certificateOf(stack)).toEqual({ arn: ofCdn, domain: 'app.example.com' });
  });

  describe('in AWS', () => {
    const before = process.env;
    let aws: FakeAws;

    beforeAll(async () => {
      aws = await FakeAws.start();
      process.env = { ...before, ...aws.environment };
    });
    afterAll(() => {
      process.env = before;
      aws.stop();
    });

    const check = (certificate: object, domain = 'app.example.com') => {
      aws.define({ 'acm:DescribeCertificate': () => ({ Certificate: certificate }) });
      return checkCertificate({ arn, domain }, createAwsClients('eu-central-1'));
    };

    it('is looked up with a call that the deploy, plan and preview roles allow', async () => {
      await check({ Status: 'ISSUED', SubjectAlternativeNames: ['app.example.com'] });
      const calls = authorizedCalls(aws.calls);
      expect(calls).toEqual([{ action: 'acm:DescribeCertificate', resource: arn }]);
      expect(roleProblems(['deploy', 'plan', 'preview'], 'staging', calls)).toEqual([]);
    });

    it.each([
      ['app.example.com', 'accepted', 'app.example.com'],
      ['*.example.com', 'accepted', 'app.example.com'],
      ['*.example.com', 'rejected', 'example.com'],
      ['*.example.com', 'rejected', 'www.app.example.com'],
      ['example.com', 'rejected', 'app.example.com'],
    ])('for %s is %s for the domain %s', async (name, outcome, domain) => {
      const found = await check({ Status: 'ISSUED', SubjectAlternativeNames: [name] }, domain).catch(String);
      expect(found.startsWith('issued for')).toBe(outcome === 'accepted');
    });

    it('is shown with its expiry date', async () => {
      const certificate = { Status: 'ISSUED', SubjectAlternativeNames: ['app.example.com'], NotAfter: 1_798_761_599 };
      expect(await check(certificate)).toBe('issued for app.example.com, until 2026-12-31');
    });

    it.each([
      [
        'PENDING_VALIDATION',
        'is not issued yet. Create the DNS record that validates the certificate. This command prints the record: aws acm describe-certificate',
      ],
      ['EXPIRED', 'has the status EXPIRED. Use a certificate with the status ISSUED'],
    ])('with the status %s is rejected', async (Status, message) => {
      await expect(check({ Status })).rejects.toThrow(message);
    });

    it.each([
      [
        'ResourceNotFoundException',
        `There is no certificate ${arn}. \`aws acm list-certificates --region eu-central-1\``,
      ],
      ['AccessDeniedException', 'acm:DescribeCertificate'],
    ])('is rejected if AWS returns %s', async (code, message) => {
      aws.define({
        'acm:DescribeCertificate': () => {
          throw new AwsFault(code, 'You are not authorized, or it does not exist.');
        },
      });
      const found = checkCertificate({ arn, domain: 'app.example.com' }, createAwsClients('eu-central-1'));
      await expect(found).rejects.toThrow(message);
    });
  });
});
