import { object, oneOf, optional } from './shape';

/** The settings of a CloudFront distribution. */
export interface CdnSettings {
  /**
   * The edge locations of CloudFront that serve the app. `PriceClass_100` covers North America, Europe and Israel. `PriceClass_200` adds
   * Africa, the Middle East and most of Asia. Visitors elsewhere get slower responses from these locations.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PriceClass.html
   * @default 'PriceClass_All': all edge locations; beyond the free amount, some cost more
   */
  readonly priceClass?: 'PriceClass_100' | 'PriceClass_200' | 'PriceClass_All';
}

export const cdnShape = object<CdnSettings>({
  priceClass: optional(oneOf('PriceClass_100', 'PriceClass_200', 'PriceClass_All')),
});
