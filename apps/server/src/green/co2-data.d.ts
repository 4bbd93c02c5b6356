/** The part of CO2.js that is used: means of each year by zone, republished from Electricity Maps. */
declare module "@tgwf/co2/data/electricity-maps" {
  interface ZoneOfYear {
    readonly carbonIntensity?: { readonly value: number | null };
    readonly renewableEnergy?: { readonly value: number | null };
  }
  const years: Readonly<Record<`yearly${number}`, { readonly data: Readonly<Record<string, ZoneOfYear>> }>>;
  export default years;
}
