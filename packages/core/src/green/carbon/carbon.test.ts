import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hourMs, InputError, minuteMs } from "../../kernel/index.ts";
import {
  assertSameSignal,
  averageCarbonIntensity,
  bestEmissions,
  emissionsByLocation,
  emissionsForecast,
  IntensityForecaster,
  type IntensitySeries,
  joined,
  readElectricityMaps,
  readElectricityMapsPortal,
  readEmissionsByLocation,
  readIntensityCsv,
  readUkCarbonIntensity,
  readWattTime,
  resample,
  seriesOfPoints,
  withoutHoles,
  writeElectricityMaps,
  writeElectricityMapsPortal,
  writeUkCarbonIntensity,
  writeWattTime,
} from "../index.ts";

const start = Date.UTC(2024, 1, 28, 22);

const someSeries = <S extends "average" | "marginal">(signal: S, zone: string, source: string, stepMs: number) =>
  fc
    .array(fc.integer({ min: 0, max: 900 }), { minLength: 2, maxLength: 60 })
    .map((gPerKwh): IntensitySeries<S> => ({ signal, zone, source, startMs: start, stepMs, gPerKwh }));

describe("formats round-trip", () => {
  it("Electricity Maps: history, past-range and forecast", () => {
    fc.assert(
      fc.property(
        someSeries("average", "DE", "Electricity Maps", hourMs),
        fc.constantFrom("history", "data", "forecast" as const),
        (series, list) => {
          expect(readElectricityMaps(JSON.parse(JSON.stringify(writeElectricityMaps(series, list))))).toEqual(series);
        },
      ),
    );
  });

  it("Electricity Maps' portal", () => {
    fc.assert(
      fc.property(someSeries("average", "ES", "Electricity Maps", hourMs), (series) => {
        expect(readElectricityMapsPortal(writeElectricityMapsPortal(series))).toEqual(series);
        expect(readIntensityCsv(writeElectricityMapsPortal(series))).toEqual(series);
      }),
    );
  });

  it("WattTime, which is marginal and in pounds", () => {
    fc.assert(
      fc.property(someSeries("marginal", "CAISO_NORTH", "WattTime", 5 * minuteMs), (series) => {
        const back = readWattTime(JSON.parse(JSON.stringify(writeWattTime(series))));
        expect({ ...back, gPerKwh: [] }).toEqual({ ...series, gPerKwh: [] });
        for (const [i, value] of back.gPerKwh.entries()) expect(value).toBeCloseTo(series.gPerKwh[i]!, 9);
      }),
    );
    const one = readWattTime({
      data: [{ point_time: "2024-03-10T00:00:00+00:00", value: 1000 }],
      meta: { region: "X", signal_type: "co2_moer", units: "lbs_co2_per_mwh", data_point_period_seconds: 300 },
    });
    expect(one.gPerKwh[0]).toBeCloseTo(453.59237, 9);
  });

  it("UK Carbon Intensity", () => {
    fc.assert(
      fc.property(
        someSeries("average", "GB", "UK Carbon Intensity", 30 * minuteMs),
        fc.constantFrom("actual", "forecast" as const),
        (series, kind) => {
          expect(readUkCarbonIntensity(writeUkCarbonIntensity(series, kind))).toEqual(series);
        },
      ),
    );
    const answer = {
      data: [
        {
          from: "2018-01-20T12:00Z",
          to: "2018-01-20T12:30Z",
          intensity: { forecast: 266, actual: null, index: "moderate" },
        },
      ],
    };
    expect(readUkCarbonIntensity(answer)).toMatchObject({ startMs: Date.UTC(2018, 0, 20, 12), gPerKwh: [266] });
  });

  it("Carbon Aware SDK", () => {
    fc.assert(
      fc.property(someSeries("average", "eastus", "Carbon Aware SDK", hourMs), (series) => {
        expect(readEmissionsByLocation(emissionsByLocation(series), "average")).toEqual(series);
      }),
    );
  });
});

describe("a reader says what is wrong", () => {
  it("in one sentence", () => {
    expect(() => readElectricityMaps({})).toThrow("not an Electricity Maps v3 answer");
    expect(() => readElectricityMaps({ zone: "DE", history: [{ carbonIntensity: 1, datetime: "noon" }] })).toThrow(
      '[0].datetime: "noon" is not a time; give ISO 8601',
    );
    expect(() =>
      readWattTime({
        data: [],
        meta: { region: "X", signal_type: "co2_aoer", units: "lbs_co2_per_mwh", data_point_period_seconds: 300 },
      }),
    ).toThrow("signal co2_aoer");
    expect(() => readIntensityCsv("time,DE\n2024-01-01 00:00:00,many\n", { file: "x.csv" })).toThrow(
      'x.csv:2: "many" is not an intensity',
    );
    expect(() => readIntensityCsv("time,DE\n2024-01-01 00:00:00,1\n", { zone: "FR" })).toThrow(
      'there is no zone "FR"; give one of DE',
    );
  });
});

describe("intensity series", () => {
  const series = (gPerKwh: number[], stepMs = hourMs): IntensitySeries<"average"> => ({
    signal: "average",
    zone: "DE",
    source: "test",
    startMs: start,
    stepMs,
    gPerKwh,
  });

  it("never mixes average and marginal", () => {
    const marginal: IntensitySeries = { ...series([1]), signal: "marginal", source: "WattTime" };
    expect(() => assertSameSignal(series([1]), marginal)).toThrow(
      "test gives average intensity and WattTime marginal, which count different things; use one kind",
    );
    expect(() => joined(series([1]) as IntensitySeries, marginal)).toThrow(InputError);
  });

  it("puts a forecast behind a history", () => {
    const later = { ...series([7, 7]), startMs: start + 2 * hourMs };
    expect(joined(series([1, 2, 3]), later).gPerKwh).toEqual([1, 2, 7, 7]);
  });

  it("keeps the hours in step over a change of the clocks, a leap day and a doubled reading", () => {
    const at = (iso: string, gPerKwh: number) => ({ at: Date.parse(iso), gPerKwh });
    const about = { signal: "average", zone: "DE", source: "test" } as const;
    const spring = [
      at("2024-03-31T01:30:00+01:00", 1),
      at("2024-03-31T03:30:00+02:00", 2),
      at("2024-03-31T04:30:00+02:00", 3),
    ];
    expect(seriesOfPoints(spring, about)).toMatchObject({ stepMs: hourMs, gPerKwh: [1, 2, 3] });
    const autumn = [
      at("2024-10-27T02:30:00+02:00", 1),
      at("2024-10-27T02:30:00+01:00", 2),
      at("2024-10-27T03:30:00+01:00", 3),
    ];
    expect(seriesOfPoints(autumn, about)).toMatchObject({ stepMs: hourMs, gPerKwh: [1, 2, 3] });
    const leap = Array.from({ length: 72 }, (_, h) => ({ at: Date.UTC(2024, 1, 28) + h * hourMs, gPerKwh: h }));
    expect(seriesOfPoints([...leap, leap[5]!], about).gPerKwh).toHaveLength(72);
  });

  it("fills missing hours, and says how many", () => {
    const about = { signal: "average", zone: "DE", source: "test" } as const;
    const points = [0, 1, 2, 5, 6].map((h) => ({ at: start + h * hourMs, gPerKwh: h * 10 }));
    const holed = seriesOfPoints(points, about);
    expect(holed.gPerKwh[3]).toBeNaN();
    const { series: whole, filled } = withoutHoles(holed);
    expect(filled).toBe(2);
    expect(whole.gPerKwh).toEqual([0, 10, 20, 30, 40, 50, 60]);
    const days = series(Array.from({ length: 72 }, (_, h) => (h >= 30 && h < 40 ? Number.NaN : h % 24)));
    expect(withoutHoles(days).series.gPerKwh.slice(30, 40)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  });

  it("takes means of longer steps, or the reading at their start", () => {
    expect(resample(series([1, 3, 5, 9], 30 * minuteMs), hourMs).gPerKwh).toEqual([2, 7]);
    expect(resample(series([1, 3, 5, 9], 30 * minuteMs), hourMs, "start").gPerKwh).toEqual([1, 5]);
    expect(resample(series([1, 3]), 30 * minuteMs).gPerKwh).toEqual([1, 1, 3, 3]);
    expect(() => resample(series([1, 3]), 25 * minuteMs)).toThrow("do not fit");
  });
});

describe("Carbon Aware SDK answers", () => {
  const series: IntensitySeries<"average"> = {
    signal: "average",
    zone: "westus",
    source: "test",
    startMs: start,
    stepMs: hourMs,
    gPerKwh: [4, 2, 1, 5],
  };

  it("finds the best window of a forecast", () => {
    const answer = emissionsForecast(series, { windowSize: 120, requestedAt: start, generatedAt: start });
    expect(answer.forecastData.map(({ value }) => value)).toEqual([3, 1.5, 3]);
    expect(answer.optimalDataPoints).toEqual([
      { location: "westus", timestamp: "2024-02-28T23:00:00.000Z", duration: 120, value: 1.5 },
    ]);
    expect(() => emissionsForecast(series, { windowSize: 90, requestedAt: start, generatedAt: start })).toThrow(
      "windowSize",
    );
  });

  it("averages by time, and finds the least", () => {
    expect(averageCarbonIntensity(series, start + hourMs / 2, start + 2 * hourMs).carbonIntensity).toBeCloseTo(
      (0.5 * 4 + 2) / 1.5,
      12,
    );
    expect(bestEmissions(emissionsByLocation(series))).toMatchObject([{ rating: 1, duration: "01:00:00" }]);
    expect(() => averageCarbonIntensity(series, start, start)).toThrow("endTime");
  });
});

describe("IntensityForecaster", () => {
  it("learns a daily wave and measures its error", () => {
    const forecaster = new IntensityForecaster(start, hourMs);
    const wave = (t: number) => 300 + 100 * Math.sin((t / 24) * 2 * Math.PI);
    for (let t = 0; t < 24 * 30; t++) forecaster.push(wave(t));
    const ahead = forecaster.forecast(48);
    for (const [i, value] of ahead.entries()) expect(Math.abs(value - wave(24 * 30 + i))).toBeLessThan(5);
    const errors = forecaster.errors();
    expect(errors[0]!.samples).toBeGreaterThan(600);
    expect(errors.every(({ percent }) => percent < 5)).toBe(true);
  });

  it("repeats the last reading before it has seen a day, and never falls below zero", () => {
    const forecaster = new IntensityForecaster(start, hourMs);
    forecaster.push(12);
    expect([...forecaster.forecast(2)]).toEqual([12, 12]);
    for (let t = 0; t < 200; t++) forecaster.push(t % 24 === 0 ? 50 : 0);
    expect(Math.min(...forecaster.forecast(100))).toBeGreaterThanOrEqual(0);
  });
});
