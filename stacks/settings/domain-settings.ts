import { object, optional, string } from './shape';

/** The domain of the app. Its DNS is either in Route 53 or managed elsewhere. */
export type Domain = Route53Domain | ExternalDomain;

/** A domain in a Route 53 zone of the account. The environment creates the domain's certificate and DNS records. */
export interface Route53Domain extends DomainName {
  /**
   * The name of a public Route 53 zone, for example `example.com`. The zone must exist, and its parent zone must delegate to its name
   * servers.
   */
  readonly zone: string;
  readonly certificateArn?: undefined;
}

/** A domain whose DNS is managed elsewhere. The output `dns_record` contains the record to create there. */
export interface ExternalDomain extends DomainName {
  readonly zone?: undefined;
  /**
   * The ARN of an ACM certificate for the domain name, in the account and region of the environment; with `cdn`, in the region us-east-1.
   * The certificate must be issued before the first deployment. ACM renews a certificate only while its validation record exists, and never
   * renews an imported certificate.
   */
  readonly certificateArn: string;
}

/** The settings that both kinds of domains share. */
export interface DomainName {
  /**
   * The domain name, in lower case and without a trailing dot, for example `app.example.com`. If `zone` is set, this is the zone's name or
   * a subdomain of it.
   */
  readonly name: string;
}

export const domainShape = object<Domain>({ name: string, zone: optional(string), certificateArn: optional(string) });
