import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';

/** The certificate in an environment's file, and the domain for which it must be valid. */
export interface ExistingCertificate {
  readonly arn: string;
  readonly domain: string;
}

interface Outputs {
  readonly output?: { readonly application_url?: { readonly value?: unknown } };
}

/**
 * Returns the existing certificate to which `certificateArn` refers; undefined if the environment has none, or if
 * Terraform creates the certificate.
 */
export function certificateOf(stack: SynthesizedStack): ExistingCertificate | undefined {
  const arn = [
    ...stack.resources('aws_lb_listener').map(({ block }) => String(block.certificate_arn)),
    ...stack.resources('aws_cloudfront_distribution').map(({ block }) => viewerCertificateArn(block)),
  ].find((text) => text.startsWith('arn:'));
  if (arn === undefined) return undefined;
  const { output } = stack.document as Outputs;
  return { arn, domain: new URL(String(output?.application_url?.value)).hostname };
}

function viewerCertificateArn({ viewer_certificate: certificate }: Readonly<Record<string, unknown>>): string {
  return String((certificate as { readonly acm_certificate_arn?: string } | undefined)?.acm_certificate_arn);
}

/**
 * Checks that a certificate is issued, and that it is valid for the domain. AWS rejects a listener whose certificate is
 * not issued, and browsers reject a certificate for another domain.
 * @returns the names in the certificate, and its expiry date
 * @throws UserError that says what to do
 */
export async function checkCertificate({ arn, domain }: ExistingCertificate, ofStack: AwsClients): Promise<string> {
  // CloudFront accepts only certificates in us-east-1.
  const region = arn.split(':')[3] ?? ofStack.region;
  const aws = region === ofStack.region ? ofStack : ofStack.inRegion(region);
  const { Status, SubjectAlternativeNames: names = [], NotAfter } = await describe(arn, aws);
  if (Status === 'PENDING_VALIDATION') {
    throw new UserError(
      `The certificate ${arn} is not issued yet. Create the DNS record that validates the certificate. This command prints the record: aws acm describe-certificate --region ${aws.region} --certificate-arn ${arn} --query Certificate.DomainValidationOptions`,
    );
  }
  if (Status !== 'ISSUED') {
    throw new UserError(
      `The certificate ${arn} has the status ${Status}. Use a certificate with the status ISSUED in ingress.domain.certificateArn.`,
    );
  }
  if (!names.some((name) => matchesDomain(name, domain))) {
    throw new UserError(
      `The certificate ${arn} is for ${names.join(', ')}, not for ${domain}. Use another certificate in ingress.domain.certificateArn, or another domain name.`,
    );
  }
  return `issued for ${names.join(', ')}${NotAfter ? `, until ${NotAfter.toISOString().slice(0, 10)}` : ''}`;
}

async function describe(arn: string, aws: AwsClients) {
  const { DescribeCertificateCommand, ResourceNotFoundException } = await import('@aws-sdk/client-acm');
  try {
    const { Certificate = {} } = await (await aws.acm()).send(new DescribeCertificateCommand({ CertificateArn: arn }));
    return Certificate;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) {
      throw toUserError(error, `look up the certificate ${arn} (acm:DescribeCertificate)`);
    }
    throw new UserError(
      `There is no certificate ${arn}. \`aws acm list-certificates --region ${aws.region}\` lists the existing certificates.`,
    );
  }
}

/** Whether a name in a certificate matches a domain. `*` matches exactly one label. */
function matchesDomain(name: string, domain: string): boolean {
  return name === domain || (name.startsWith('*.') && name.slice(1) === domain.replace(/^[^.]+/, ''));
}
