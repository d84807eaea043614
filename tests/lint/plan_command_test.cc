// specgate plan convert and plan docs as a user meets them.
#include <string>

#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kPlan = R"(name: Shop <b>
events:
  Order|Completed:
    description: "Paid <script>alert(1)</script> *now*"
    labels: {team: checkout}
    deprecated_at: 2024-01-01
    properties:
      order_id: string!
      kind: {type: string, enum: [card, "a|b"]}
      products: {type: array, items: {properties: {sku: string!}}}
)";

TEST_F(CommandTest, PlanConvertWritesAnotherShapeAndNamesWhatIsLost) {
  write("plan.yaml", kPlan);
  const Ran csv = run("plan convert plan.yaml --to csv");
  EXPECT_EQ(csv.code, 0);
  EXPECT_THAT(csv.out,
              HasSubstr("TRACK,Order|Completed,1,,,products.$.sku,,required,string,,\r\n"));
  EXPECT_THAT(csv.err, HasSubstr("specgate: warning: plan.yaml:3:3: TRACK \"Order|Completed\": its "
                                 "deprecated_at is lost: csv has no place for it\n"));
  const std::string labels = "TRACK \"Order|Completed\": its labels are lost: rudderstack has no place for it\n";
  EXPECT_THAT(run("plan convert plan.yaml --to rudderstack").err, HasSubstr(labels));
  EXPECT_EQ(run("plan convert plan.yaml --to public-api --output plan.json").out, "");
  const Ran back = run("plan convert plan.json --to yaml");
  EXPECT_EQ(back.err, "");
  EXPECT_THAT(back.out, HasSubstr("      order_id: string!\n"));
}

TEST_F(CommandTest, PlanConvertSaysWhatItCannotDo) {
  write("events.json", "[" + kGood + "]");
  const Ran events = run("plan convert events.json --to yaml");
  EXPECT_EQ(events.code, 2);
  EXPECT_THAT(events.err,
              HasSubstr("events.json:1:1: this is a list of events, not a tracking plan; wanted"));
  const Ran shape = run("plan convert events.json --to yml");
  EXPECT_EQ(shape.code, 2);
  EXPECT_THAT(shape.err, HasSubstr("--to: no shape is called \"yml\", did you mean \"yaml\"?"));
  EXPECT_EQ(run("plan convert nowhere.json --to yaml").code, 2);
  EXPECT_EQ(run("plan convert events.json").code, 2);
  EXPECT_THAT(run("plan convert events.json --too yaml").err,
              HasSubstr("See \"specgate plan convert --help\"."));
  EXPECT_EQ(run("plan").code, 2);
  write("plan.yaml", kPlan);
  EXPECT_EQ(run("plan convert plan.yaml --to csv --output nowhere/plan.csv").code, 2);
}

TEST_F(CommandTest, PlanDocsIsAPageThatShowsTextAsText) {
  write("plan.yaml", kPlan);
  const Ran markdown = run("plan docs plan.yaml");
  EXPECT_EQ(markdown.code, 0);
  EXPECT_THAT(markdown.out, HasSubstr("# Shop \\<b\\>\n"));
  EXPECT_THAT(markdown.out,
              HasSubstr("- [Order\\|Completed](#track-order-completed) (deprecated)\n"));
  EXPECT_THAT(markdown.out, HasSubstr("Paid \\<script\\>alert(1)\\</script\\> \\*now\\*\n"));
  EXPECT_THAT(markdown.out, HasSubstr("| `kind` | string | no | `card`, `a\\|b` |  |\n"));
  EXPECT_THAT(markdown.out, HasSubstr("| `products[].sku` | string | **yes** |  |  |\n"));
  const Ran html = run("plan docs plan.yaml --format html");
  EXPECT_THAT(html.out, HasSubstr("<h3 id=\"track-order-completed\">Order|Completed</h3>"));
  EXPECT_THAT(html.out, HasSubstr("<td><code>products[].sku</code></td><td>string</td>"));
  EXPECT_THAT(html.out, Not(HasSubstr("<script")));
  EXPECT_EQ(run("plan docs plan.yaml --format pdf").code, 2);
}

TEST_F(CommandTest, PlanDocsAreComplete) {
  const std::string page = file_text(SPECGATE_SOURCE "/docs/tracking-plans.md");
  const size_t begin = page.find("```yaml\n") + 8;
  write("plan.yaml", page.substr(begin, page.find("```", begin) - begin));
  const Ran there = run("plan convert plan.yaml --to public-api");
  EXPECT_EQ(there.err, "");
  EXPECT_THAT(there.out, HasSubstr("\"Signed Out\""));
}

TEST_F(CommandTest, CompletionKnowsThePlanCommands) {
  EXPECT_THAT(run("completion bash").out,
              HasSubstr("\"plan convert\") words=\"--help --to --output --allow-partial-plan\""));
  EXPECT_THAT(run("completion fish").out,
              HasSubstr("__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from docs"));
}

}  // namespace
}  // namespace specgate
