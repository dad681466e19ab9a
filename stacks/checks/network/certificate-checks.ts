import type { SettingsCheck } from '../settings-problem';

/** The pattern of the ARN of an ACM certificate. The id is a UUID. */
const certificate = /^arn:aws[a-z-]*:acm:(?<region>[a-z0-9-]+):(?<account>\d{12}):certificate\/[0-9a-f-]{36}$/;

interface CertificateOwner {
  /** The resource that uses the certificate, as named in the messages. */
  readonly owner: string;
  readonly region: string;
  readonly account: string | undefined;
}

/** Returns the checks of the ARN of a certificate from elsewhere. */
export function certificateChecks(arn: string, { owner, region, account }: CertificateOwner): SettingsCheck[] {
  const field = 'ingress.domain.certificateArn';
  const parts = certificate.exec(arn)?.groups;
  return [
    {
      field,
      value: arn,
      allowed: parts !== undefined,
      remedy: `Use the ARN of an ACM certificate, for example arn:aws:acm:${region}:123456789012:certificate/12345678-1234-1234-1234-123456789012. To list your certificates: \`aws acm list-certificates --region ${region}\``,
    },
    {
      field,
      value: arn,
      allowed: parts === undefined || parts.region === region,
      remedy: `The certificate is in ${parts?.region}, but ${owner} accepts only certificates in ${region}. Request or import one there.`,
    },
    {
      field,
      value: arn,
      allowed: parts === undefined || account === undefined || parts.account === account,
      remedy: `The certificate belongs to the account ${parts?.account}, but ${owner} accepts only certificates from its own account, ${account}. Request or import one there.`,
    },
  ];
}
