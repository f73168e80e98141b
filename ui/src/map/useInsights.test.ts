import { describe, expect, it } from "vitest";
import { type Insight, subjectOf } from "./useInsights";

const evidence = (...nodes: unknown[]) => ({ evidence: nodes.map((node) => ({ text: { en: "", zh: "" }, node })) }) as Pick<Insight, "evidence">;
const known = new Set(["stakeholder_1", "stakeholder_2"]);

describe("whom a finding is about", () => {
  it("is the first of the map whom its evidence names", () => {
    expect(subjectOf(evidence({ id: "stakeholder_2" }, { id: "stakeholder_1" }), known)).toBe("stakeholder_2");
    expect(subjectOf(evidence({ id: "assessment_1", stakeholder: { id: "stakeholder_1" } }), known)).toBe("stakeholder_1");
    expect(subjectOf(evidence(null, { id: "seller_1" }, { id: "stakeholder_9" }), known)).toBeNull();
    expect(subjectOf(evidence(), known)).toBeNull();
  });
});
