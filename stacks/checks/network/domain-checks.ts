import { cdnRegion } from '../../../contract';
import type { Environment } from '../../environment';
import type { Domain } from '../../settings/domain-settings';
import { failedChecks, type SettingsCheck, type SettingsProblem } from '../settings-problem';
import { certificateChecks } from './certificate-checks';

/** The fields of a domain, also in combinations that the compiler rejects. */
type DomainFields = { readonly [Field in keyof Domain]?: string } & Pick<Domain, 'name'>;

/** Returns the problems with the domain, its zone and its certificate. */
export function domainProblems({ ingress, region, account }: Environment): SettingsProblem[] {
  const domain = ingress.kind === 'load-balanced' ? ingress.domain : undefined;
  if (domain === undefined) return [];
  const { name, zone, certificateArn } = domain as DomainFields;
  const [owner, certificateRegion] =
    ingress.kind === 'load-balanced' && ingress.cdn
      ? (['CloudFront', cdnRegion] as const)
      : ([`a load balancer in ${region}`, region] as const);
  return failedChecks([
    ...nameChecks(name, zone),
    ...zoneChecks({ name, zone, certificateArn }),
    ...(certificateArn === undefined
      ? []
      : certificateChecks(certificateArn, { owner, region: certificateRegion, account })),
  ]);
}

function nameChecks(name: string, zone: string | undefined): SettingsCheck[] {
  return [
    {
      field: 'ingress.domain.name',
      value: name,
      allowed: isHostName(name),
      remedy: 'Use a domain name in lower case, without a scheme, port or trailing dot, for example app.example.com.',
    },
    {
      field: 'ingress.domain.name',
      value: name,
      // The maximum length of DomainName in RequestCertificate.
      allowed: zone === undefined || name.length <= 64,
      remedy: 'Use at most 64 characters, the limit of a certificate.',
    },
  ];
}

function zoneChecks({ name, zone, certificateArn }: DomainFields): SettingsCheck[] {
  return [
    {
      field: 'ingress.domain.zone',
      value: zone,
      allowed: zone === undefined || isHostName(zone),
      remedy: 'Use the name of a Route 53 zone in lower case, without a trailing dot, for example example.com.',
    },
    {
      field: 'ingress.domain.name',
      value: name,
      allowed: zone === undefined || name === zone || name.endsWith(`.${zone}`),
      remedy: `Use ${zone} (the zone in ingress.domain.zone) or a subdomain of it.`,
    },
    // The compiler also rejects settings that fail the next two checks.
    {
      field: 'ingress.domain.zone',
      value: zone,
      allowed: zone !== undefined || certificateArn !== undefined,
      remedy: 'Name the Route 53 zone of the domain; or, if its DNS is managed elsewhere, add certificateArn.',
    },
    {
      field: 'ingress.domain.certificateArn',
      value: certificateArn,
      allowed: zone === undefined || certificateArn === undefined,
      remedy:
        'Remove certificateArn or ingress.domain.zone: in a Route 53 zone, the environment creates the certificate itself.',
    },
  ];
}

/**
 * Returns the problem with previews whose domain has no Route 53 zone: each preview has its own name and load balancer, so somebody would
 * have to create a DNS record for each preview.
 */
export function previewDomainProblems({ ingress }: Environment): SettingsProblem[] {
  const arn = ingress.kind === 'load-balanced' ? ingress.domain?.certificateArn : undefined;
  return failedChecks([
    {
      field: 'base.ingress.domain.certificateArn',
      value: arn,
      allowed: arn === undefined,
      remedy:
        'A preview needs its own DNS record, and Terraform creates records only in Route 53. In environments/preview.ts, give the base an ingress without a domain, or a domain with a zone.',
    },
  ]);
}

/** Whether a text is a host name of at least two labels (RFC 1123), in lower case. Certificates do not allow underscores. */
function isHostName(text: string): boolean {
  return text.length <= 253 && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}
