const adjectives =
  'able agile amber ample azure basic blithe bold brave brief bright brisk broad bronze calm candid civil clear clever cosy crisp curious deft eager early easy elder exact fair famous fleet fluent fond frank fresh gentle glad golden grand green handy happy hardy hazel hidden honest humble ideal indigo ivory jade jolly keen kind lasting level light lively local loyal lucid lunar mellow merry mild modest narrow neat nimble noble novel olive open patient plain polite prime proud quick quiet rapid ready regal rosy royal rural rustic scarlet serene sharp silent silver simple sleek smooth snug sober solar solid spare steady still stout sturdy subtle sunny supple swift tame tender tidy topical tranquil true upper urban useful velvet vital vivid warm wide willing windy wise witty young zesty'
const nouns =
  'acorn alder anchor anvil apple arch aspen badger barge basin beacon bell birch bison bridge brook cabin canal canoe canyon cedar chalk cherry cliff clover cobalt comet copper coral cove crane creek daisy dale delta dune eagle ember fern ferry field finch fjord flint forge fox garden glacier glade grove gull harbor harvest hawk heath heron hill island ivy jetty kettle lagoon lake lantern lark laurel ledge lemon linden lynx maple marsh meadow mill moss oak oasis ocean orchard otter owl paddle pebble pine plaza plum pond poppy prairie quarry quartz rain raven reef ridge river robin sail sand shore slate sparrow spring spruce stone stream summit swan thicket thistle tide timber trail tulip valley walnut wave wharf willow wren'

const adjectiveList = adjectives.split(' ')
const nounList = nouns.split(' ')

/**
 * A name such as `quiet-harbor` that is not taken: a DNS label, and as an interface's name still tellable (clients cut it to 15
 * characters). `random` gives numbers from 0 to below 1.
 */
export function chooseDeploymentName(
  isTaken: (name: string) => boolean,
  random: () => number = Math.random,
): string {
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? ''
  const pair = () => `${pick(adjectiveList)}-${pick(nounList)}`
  for (let attempt = 0; attempt < 20; attempt++) {
    const name = pair()
    if (!isTaken(name)) return name
  }
  const base = pair()
  for (let number = 2; ; number++) {
    if (!isTaken(`${base}-${number}`)) return `${base}-${number}`
  }
}
