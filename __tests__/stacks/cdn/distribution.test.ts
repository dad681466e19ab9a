import type { CdnIngress } from '../../../stacks/settings/ingress-settings';
import { balanced, type Changes, threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../../support/stacks/synthesized';

const domain = { name: 'app.example.com', zone: 'example.com' };

function withCdn(ingress: Omit<CdnIngress, 'kind' | 'cdn'> = {}, changes: Changes = balanced): SynthesizedStack {
  return synthesized({ ...changes, ingress: { kind: 'load-balanced', cdn: {}, ...ingress } });
}

const plain = withCdn();
const named = withCdn({ domain });
const distribution = resource(plain, 'aws_cloudfront_distribution.cdn');
const behavior = distribution.default_cache_behavior;
const typesOf = (stack: SynthesizedStack) => Object.keys(stack.resource);

describe('Distribution', () => {
  it('redirects HTTP to HTTPS', () => {
    expect(behavior).toMatchObject({ viewer_protocol_policy: 'redirect-to-https' });
  });

  it('forwards all methods, uploads, header fields, cookies and query strings', () => {
    expect(behavior).toMatchObject({
      allowed_methods: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
      // AWS's managed policy AllViewer, which forwards all header fields, including Host and Origin.
      origin_request_policy_id: '216adef6-5c7f-47e4-b989-5492eafa07d3',
    });
  });

  it('caches only responses to GET and HEAD whose header fields allow caching', () => {
    expect(behavior).toMatchObject({
      cached_methods: ['GET', 'HEAD'],
      // AWS's managed policy UseOriginCacheControlHeaders-QueryStrings.
      cache_policy_id: '4cc15a8a-d715-48a4-82b8-cc0b614638fe',
    });
  });

  it('caches no error responses', () => {
    const codes = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
    expect(distribution.custom_error_response).toEqual(
      codes.map((error_code) => ({ error_code, error_caching_min_ttl: 0 })),
    );
  });

  it('compresses nothing, so that ETags stay strong', () => {
    expect(behavior).toMatchObject({ compress: false });
  });

  it('has a response timeout above the heartbeat interval of event streams, and closes idle connections before the load balancer does', () => {
    expect(distribution.origin).toEqual([
      {
        origin_id: 'load-balancer',
        domain_name: reference('aws_lb.load_balancer.dns_name'),
        vpc_origin_config: {
          vpc_origin_id: reference('aws_cloudfront_vpc_origin.cdn.id'),
          origin_read_timeout: 60,
          origin_keepalive_timeout: 30,
        },
      },
    ]);
  });

  it('serves IPv6, HTTP/2 and HTTP/3', () => {
    expect(distribution).toMatchObject({ is_ipv6_enabled: true, http_version: 'http2and3' });
  });

  it.each([
    ['all edge locations by default', {}, 'PriceClass_All'],
    ['the edge locations in the settings', { priceClass: 'PriceClass_100' }, 'PriceClass_100'],
  ] as const)('serves from %s', (_which, cdn, expected) => {
    const stack = synthesized({ ...balanced, ingress: { kind: 'load-balanced', cdn } });
    expect(resource(stack, 'aws_cloudfront_distribution.cdn').price_class).toBe(expected);
  });

  it('has a comment that AWS accepts even for the longest names of project and environment', () => {
    const longest = withCdn({}, { ...balanced, project: 'p'.repeat(32), name: 'e'.repeat(16) });
    expect(String(resource(longest, 'aws_cloudfront_distribution.cdn').comment).length).toBeLessThanOrEqual(128);
  });

  describe('without a domain', () => {
    it("uses CloudFront's own certificate and creates no DNS records", () => {
      expect(distribution.viewer_certificate).toEqual({ cloudfront_default_certificate: true });
      expect(typesOf(plain)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^aws_(acm|route53)_/)]));
    });

    it('has its URL in the output application_url', () => {
      expect(plain.output.application_url?.value).toBe(
        `https://${reference('aws_cloudfront_distribution.cdn.domain_name')}`,
      );
    });
  });

  describe('with a domain', () => {
    it('has a certificate in us-east-1, and accepts only TLS 1.2 and 1.3', () => {
      expect(resource(named, 'aws_cloudfront_distribution.cdn')).toMatchObject({
        aliases: [domain.name],
        viewer_certificate: {
          acm_certificate_arn: reference('aws_acm_certificate_validation.load_balancer_certificate.certificate_arn'),
          minimum_protocol_version: 'TLSv1.2_2021',
          ssl_support_method: 'sni-only',
        },
      });
      expect(resource(named, 'aws_acm_certificate.load_balancer_certificate')).toMatchObject({
        region: 'us-east-1',
        domain_name: domain.name,
      });
      expect(resource(named, 'aws_acm_certificate_validation.load_balancer_certificate').region).toBe('us-east-1');
    });

    it('has its validation record at the same Terraform address as without CloudFront, so that there are never two such records', () => {
      const record = 'aws_route53_record.load_balancer_certificate';
      const direct = synthesized({ ...balanced, ingress: { kind: 'load-balanced', domain } });
      expect(resource(named, record)).toEqual(
        expect.objectContaining({ name: resource(direct, record).name, allow_overwrite: true }),
      );
    });

    it.each(['A', 'AAAA'])('has an alias record of the type %s', (type) => {
      expect(resource(named, `aws_route53_record.cdn_alias_${type.toLowerCase()}`)).toMatchObject({
        name: domain.name,
        type,
        zone_id: reference('data.aws_route53_zone.cdn.zone_id'),
        alias: {
          name: reference('aws_cloudfront_distribution.cdn.domain_name'),
          zone_id: reference('aws_cloudfront_distribution.cdn.hosted_zone_id'),
          evaluate_target_health: false,
        },
      });
    });

    it('has the domain in the output application_url', () => {
      expect(named.output.application_url?.value).toBe('https://app.example.com');
    });
  });

  describe('firewall', () => {
    const firewall = (stack: SynthesizedStack) => resource(stack, 'aws_wafv2_web_acl.cdn_firewall');

    it("has the scope CLOUDFRONT, because only CloudFront sees the clients' addresses", () => {
      expect(firewall(named)).toMatchObject({
        region: 'us-east-1',
        scope: 'CLOUDFRONT',
        description: 'Rules for requests to CloudFront',
        // AWS deletes a web ACL only after the distribution has stopped using it.
        lifecycle: { create_before_destroy: true },
      });
      expect(resource(named, 'aws_cloudfront_distribution.cdn').web_acl_id).toBe(
        reference('aws_wafv2_web_acl.cdn_firewall.arn'),
      );
      expect(typesOf(named)).not.toContain('aws_wafv2_web_acl_association');
    });

    it('writes its log in us-east-1, to a different log group from the firewall of a load balancer', () => {
      for (const type of ['aws_cloudwatch_log_group', 'aws_wafv2_web_acl_logging_configuration']) {
        expect(resource(named, `${type}.cdn_firewall`).region).toBe('us-east-1');
      }
      const { name } = resource(named, 'aws_cloudwatch_log_group.cdn_firewall');
      expect(name).toMatch(/^aws-waf-logs-eight-digit-\w+-cdn$/);
    });

    it.each([
      ['off without a domain', plain, false],
      ['on without a domain if the settings contain a firewall', withCdn({ firewall: {} }), true],
      ["off with a domain if the settings contain firewall: 'off'", withCdn({ domain, firewall: 'off' }), false],
    ])('is on or off depending on the domain and the settings: %s', (_what, stack, isOn) => {
      expect('cdn_firewall' in (stack.resource.aws_wafv2_web_acl ?? {})).toBe(isOn);
      expect('web_acl_id' in resource(stack, 'aws_cloudfront_distribution.cdn')).toBe(isOn);
    });
  });
});

describe('VPC origin', () => {
  const origin = resource(plain, 'aws_cloudfront_vpc_origin.cdn');

  it('connects to the HTTP listener of the load balancer', () => {
    expect(origin.vpc_origin_endpoint_config).toEqual([
      {
        name: 'eight-digit-staging-app',
        arn: reference('aws_lb.load_balancer.arn'),
        http_port: 80,
        https_port: 443,
        origin_protocol_policy: 'http-only',
        origin_ssl_protocols: [{ items: ['TLSv1.2'], quantity: 1 }],
      },
    ]);
  });

  it('is replaced together with the load balancer and the distribution, because AWS rejects changes to a VPC origin in use', () => {
    for (const { lifecycle } of [origin, distribution]) {
      expect(lifecycle).toEqual({ replace_triggered_by: ['aws_lb.load_balancer.id'] });
    }
  });

  it('may take 30 minutes to be created or deleted', () => {
    expect(origin.timeouts).toEqual({ create: '30m', delete: '30m' });
  });
});

describe('Load balancer behind CloudFront', () => {
  const privately = withCdn({}, threeTiers);

  it.each([
    ['the default subnets', plain, reference('data.aws_subnets.network.ids')],
    ['the private subnets', privately, ['a', 'b'].map((zone) => reference(`aws_subnet.network_private_${zone}.id`))],
  ])('is internal, in %s', (_which, stack, subnets) => {
    expect(resource(stack, 'aws_lb.load_balancer')).toMatchObject({ internal: true, subnets });
  });

  it('accepts requests only from CloudFront', () => {
    const { load_balancer_cloudfront_http: rule, ...others } = plain.resource.aws_vpc_security_group_ingress_rule ?? {};
    expect(rule).toMatchObject({
      prefix_list_id: reference('data.aws_ec2_managed_prefix_list.load_balancer_cloudfront.id'),
      from_port: 80,
      to_port: 80,
      ip_protocol: 'tcp',
    });
    expect(plain.data.aws_ec2_managed_prefix_list?.load_balancer_cloudfront).toMatchObject({
      name: 'com.amazonaws.global.cloudfront.origin-facing',
    });
    expect(Object.keys(others)).toEqual(['app_from_load_balancer']);
  });

  it('has only an HTTP listener, even with a domain', () => {
    expect(Object.keys(named.resource.aws_lb_listener ?? {})).toEqual(['load_balancer_http']);
  });

  it.each([
    ['destroy', false],
    ['protect', true],
  ] as const)('with removal %s, sets deletion protection to %s', (removal, isProtected) => {
    const stack = withCdn({}, { ...balanced, removal });
    expect(resource(stack, 'aws_lb.load_balancer').enable_deletion_protection).toBe(isProtected);
  });
});

describe('Distribution with allowFrom', () => {
  const allowFrom = ['203.0.113.0/24'];
  const limited = withCdn({ domain, allowFrom });
  const rulesOf = (stack: SynthesizedStack) =>
    resource(stack, 'aws_wafv2_web_acl.cdn_firewall').rule as readonly Record<string, unknown>[];

  it('blocks every network outside allowFrom with the first rule of its web ACL', () => {
    const statement = [{ ip_set_reference_statement: { arn: reference('aws_wafv2_ip_set.cdn_firewall.arn') } }];
    expect(rulesOf(limited)[0]).toMatchObject({
      name: 'allowed-networks',
      priority: 0,
      action: { block: {} },
      statement: { not_statement: { statement } },
    });
    expect(resource(limited, 'aws_wafv2_ip_set.cdn_firewall')).toMatchObject({
      region: 'us-east-1',
      scope: 'CLOUDFRONT',
      addresses: allowFrom,
    });
  });

  it('keeps the other firewall rules, after the rule for allowed networks', () => {
    const names = (stack: SynthesizedStack) => rulesOf(stack).map(({ name }) => name);
    expect(names(limited).slice(1)).toEqual(names(named));
    expect(rulesOf(limited).map(({ priority }) => priority)).toEqual(rulesOf(limited).map((_rule, index) => index));
  });

  it('has a web ACL with only the rule for allowed networks if the firewall is off', () => {
    const stack = withCdn({ allowFrom });
    expect(rulesOf(stack).map(({ name }) => name)).toEqual(['allowed-networks']);
    expect(resource(stack, 'aws_cloudfront_distribution.cdn').web_acl_id).toBe(
      reference('aws_wafv2_web_acl.cdn_firewall.arn'),
    );
  });

  it('does not use IPv6, because the allowed networks are IPv4 ranges', () => {
    expect(resource(limited, 'aws_cloudfront_distribution.cdn').is_ipv6_enabled).toBe(false);
    const records = Object.values(limited.resource.aws_route53_record ?? {});
    expect(records.flatMap(({ alias, type }) => (alias ? [type] : []))).toEqual(['A']);
  });
});
