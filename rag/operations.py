"""What a question over several figures asks to be done with them: read by rules, no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_ZH_OPS = (
    ("annual growth", r"年均(?:复合)?(?:各|分别)?(?:增|要增|需增|增长|增速|增幅|要|得|提高)|平均每年(?:要|需|得|应)?(?:增|涨|提高)|每年(?:平均)?(?:要|得|需|需要)?(?:增长|涨)(?:百分之)?(?:多少|几)|年复合|年化|(?:摊到|平均到|折算到|分摊到)(?:每|各)年|一年.{0,4}涨多少"),
    ("sum", r"合计|合起来|合在一起|加起来|加在一起|加总|加和|总和|总共|一共|共计|之和|相加|累加|凑一起|全部.{0,6}是多少个"),
    ("ratio", r"(?:多少|几)倍|倍数|翻几?番|翻了?多少|翻几"),
    ("share", r"相当于.{0,20}(?:百分之|几成)|(?:顶|抵|补上?|填上?|满足)[^，。；？?]{0,10}(?:百分之(?:多少|几)|几成)|占(?![比地用有]).{0,24}(?:多少|几成|几分之|比例|比重|百分之|份额|多大|几)|(?:多大|多少|什么)(?:的)?比例是|几成是|有(?:百分之(?:多少|几)|几成|多大比例)|比例(?:有)?多(?:大|少)|多大(?:的)?一(?:块|部分)(?:是|来自|属于|出自)|贡献了?(?:百分之|多少|几成|多大)"),
    ("gap", r"还差|差距|缺口|还缺|缺几|还(?:需|要)要?(?:再)?(?:新增|增加|增|建|培育|多少)|离.{0,20}(?:差|缺|多远)|(?:差|缺)(?:多少|几)|还有(?:多少|几)[\u4e00-\u9fff]{0,4}?[没未不]"),
    ("difference", r"(?:得|要|需要?|须|将|会)多[\u4e00-\u9fff]{1,2}(?:多少|几)|相差|差额|差值|差多少|差了?几|相比.{0,10}(?:多|少|高|低)多少|[多高少低大小](?:出来?|了)?(?:多少|几)(?=[个家户亿万元吨件项人倍%％百张套条座处名所类台辆面批场位公千亩株艘头只口发篇幅栋间支份床棵本起例宗次天]|[？?，,。、]|$)|(?:贵|便宜|快|慢|(?<!增)长|短|远|(?<![比增])重|轻|超)(?:出|了)?(?:多少|几)|增加(?:了)?(?:多少|几)|增量|净[增添]加?了?(?:多少|几)|新?添了?(?:多少|几)|(?:提高|提升|下降|降低|减少|上升|变化|[升降涨])了?(?:多少|几)个?(?:百分点|点|家|户|个)|要(?:增加|提高|新增)(?:多少|几)"),
    ("growth", r"[增涨提](?:加|多|高|长)?多大(?:的)?(?:比例|幅度)|涨幅|增幅|(?:提高|增长|上涨|提升|下降|降低|减少|扩大)幅度|(?:增长|涨|长|提高|提升|上升|扩大|翻|增加|下降|降低|高出|高|多出|超出|超过)(?:了)?(?:百分之(?:几|多少)|多少(?:%|％)|几成|多少(?=[，,。？?]|$))|增长率是|涨了?多少|涨得|增速(?:最|排|快)"),
    ("max", r"最(?:高|大|多|好|快|猛|强|长|重|贵)(?!能|可(?!达)|不超|给|补|奖|享|贷)|(?:谁|哪边|哪家|哪里|哪儿|哪座|哪一[个方边家]).{0,16}(?:更|最|比较)?(?:高|大|多|快|好|强|长)(?=[？?，,吗呢啊呀些]|一些|一点|$)|哪个.{0,10}(?:更|最)(?:高|大|多|快|好)|第一(?:的|是)"),
    ("min", r"最(?:低|小|少|差|慢|短|弱|便宜)|垫底|倒数"),
    ("count", r"(?<![那这])(?:多少|几)(?:个|项|条)(?:约束性|预期性|定量|量化)?(?:的)?(?:指标|目标)|指标(?:有|共|一共|总共|合计)+(?:多少|几)(?:个|项)"),
)  # fmt: skip
_EN_OPS = (
    ("annual growth", r"\b(?:average|mean|implied|compound|required|needed)(?:ly)? (?:\w+ ){0,2}?(?:annual|yearly|per year)|\b(?:annual|yearly) (?:\w+ ){0,2}?(?:growth|rate|increase|pace|rise)s? (?:\w+ ){0,5}?(?:impl|mean|need|requir|correspond|that|would|must|to reach|to get)|\bper year,? on average|\bon average,? (?:per|each|every|a) year|\bCAGR\b|\bannuali[sz]ed|\bwhat (?:yearly|annual|average) (?:rate|growth|pace|increase)|\b(?:each|every|a) year on average|\bhow (?:fast|quickly|much) (?:\w+ ){0,6}?(?:per|each|every|a) year\b"),
    ("sum", r"\badd(?:s|ed|ing)? (?:up|together)\b|\badd(?:ing)? .{3,120}? to (?:that|those|the|it)\b|\bsum\b|\bcombined\b|\baltogether\b|\bin total\b|\btogether\b|\btotal (?:of|for) (?:the|all|these|those|both)\b|\ball added\b|\btaken together|\bin all\b|\b(?:what|and) (?:is|was|would be) (?:the|that) total\b|\bwhat total\b|\boverall (?:number|total)\b|\bplus\b|\bsum(?:s|med)? up\b|\baggregate\b"),
    ("ratio", r"\bhow many times\b|\bwhat multiple\b|\bby what (?:factor|multiple)\b|\btimes (?:as|larger|bigger|higher|greater|more|its|the)\b|\bmultiple of\b|\bratio (?:of|between)\b|\b(?:two|three|four|n)?-?fold\b|\b(?:double|triple|quadruple)s?\b(?!-)|\bfactor\b"),
    ("share", r"\b(?:what|which) (?:share|part|proportion|percentage(?! (?:points?|increase|growth|rise|change)| .*\b(?:rise|rose|risen|grow|grew|grown|increase|expand|climb|fall|drop|go up|exceed|surpass|outgrow|beat)s?\b)|fraction|portion)\b|\bas a (?:share|percentage|proportion|percent|fraction) of\b|\bas a %|\bshare of .* (?:is|are|was|were|came|comes|come) |\bproportion of\b|\bin-?park share|\bwhat per ?cent(?:age)? of\b|\bhow large a (?:share|part|proportion)|\bhow much of (?:the|all|that|tibet)|\bmakes? up\b|\baccounts? for\b|\brelative to\b|\bout of (?:all|the|every)\b|\bone in how many\b"),
    ("gap", r"\bgap\b|\bhow far\b|\bshort of\b|\bstill (?:need|miss|lack|to|be|ha(?:ve|s|d) to)|\bremain(?:s|ing|der)?\b|\bmissing\b|\bdistance\b|\bhow (?:much|many) more\b|\bto go\b|\bfalls? short\b|\bbehind\b|\bahead of\b|\bleft to\b|\byet to\b|\bshortfall\b|\bhow (?:many|much) (?:[\w'-]+ ){0,4}?(?:must|need(?:s|ed)?|ha(?:ve|s)|should) (?:still )?(?:to )?(?:be )?(?:added|built|created|found|set up|add|build)\b|\bhow many (?:\w+ ){0,3}?(?:still )?(?:have|has|had|are|were|is) (?:no|not|without)\b"),
    ("difference", r"\bdifference\b|\bdiffers?\b|\bby how (?:much|many)\b|\bby what amount\b|\bhow (?:much|many) (?:\w+ ){0,3}?(?:more|less|fewer|higher|lower|larger|smaller|bigger|longer|shorter|faster|slower|cheaper|dearer|stronger|weaker|extra|additional|(?:above|below)(?! (?:the )?(?:designated|scale|norm|quota|statistical))|apart)\b|\babsolute (?:terms|increase|change|growth)\b|\bincrease in (?:absolute|amount)|\bhow (?:much|many) (?:[\w'-]+ ){0,9}?(?:exceed|rise|increase|gain|add|climb|drop|fall|grow|los[et]|shed|shrink|decline)\b|\b(?:amount|number|level) and (?:%|per ?cent)|\bhow many (?:[\w'-]+ ){0,3}?(?:were|was|have been|has been|got) added\b|\bnet (?:increase|gain|addition)|\bchange (?:in|from|between)\b|\bincrement\b|\bminus\b|\bsubtract|\bsurplus\b|\bcushion\b|\bheadroom\b|\bexceeds?\b|\bjump from\b|\bgo(?:es)? (?:up|down) (?:by|from)\b|\b(?:and|with|plus) (?:the|its|their) (?:increase|rise|decrease|decline|drop|fall|reduction)\b(?=\s*(?:\?|$|,|over\b|between\b|in between\b))"),
    ("growth", r"\b(?:percentage|per ?cent|%) (?:increase|growth|rise|change|gain|more|higher|drop|fall|decline|decrease|loss)\b|\bpercentage (?:does|do|did|must|will|should|would)|\bgrow(?:th|n|s)? (?:\w+ ){0,4}?(?:in total|overall|from|between|by what|over|to)\b|\bgrew by\b|\btotal growth\b|\bhow (?:much|fast|strongly|quickly) (?:should|must|will|would|does|did|do|is|are|has|have) .*(?:grow|increase|rise|expand|climb)|\bwhat (?:percentage )?(?:increase|growth|rise)\b|\bincrease (?:\w+ ){0,3}?(?:from|between|over)\b|\bris(?:e|ing) (?:\w+ ){0,2}?(?:from|between)\b|\bin per ?cent\b|\bpercent(?:age)? (?:\w+ ){0,3}?(?:grow|rise|increase)|\bby (?:what|which|how many) (?:percentage|per ?cent|rate)\b|\b(?:percentage|per ?cent)\b.{0,80}\b(?:rise|rose|grow|grew|increase|expand|climb|go up|exceed|surpass|outgrow)s?\b|\b(?:rise|rose|risen|grow|grew|grown|increase|expand|climb)\b.{0,60}\bper ?cent(?:age)?\b|\bgrowth (?:rate )?(?:from|between|implied|does|is|would)\b|\bimplied growth\b|\brelative (?:increase|growth)\b|\bhow many per ?cent\b"),
    ("max", r"\bhighest\b|\blargest\b|\bbiggest\b|\bgreatest\b|\bthe most\b|\bmost\b(?! of)|\bfastest\b|\bbest\b|\blongest\b|\btop\b(?! \d|-)|\bstrongest\b|\bleads?\b|\bmaximum\b"),
    ("min", r"\blowest\b|\bsmallest\b|\b(?<!at )least\b|\bfewest\b|\bslowest\b|\bworst\b|\bshortest\b|\bweakest\b"),
    ("count", r"\bhow many (?:of the |of these )?(?:binding |expected |anticipatory |anticipated |quantitative |numeric(?:al)? |\w+ ){0,2}?(?:indicators|targets|goals)\b|\bnumber of (?:\w+ )?(?:indicators|targets)\b"),
)  # fmt: skip
_ZH_COMPARE = re.compile(
    r"(?:多少|几[个家户]).{2,30}(?:又|要|则|分别).{0,8}(?:多少|几[个家户])|对比|比较|对照|并列|并排|放(?:在|到|进)?一(?:起|张表|个表)|做[成个张]{1,2}表|一张表|列(?:出|个|一下|全|成|明|举|表|张)|各(?:是|有|自|定|要|为|达|占|多|.{0,6}(?:多少|几))|分别|逐年|一览|梳理|汇总|表格|都(?:列|给|说)|有哪些(?:定量|量化|数字|数|具体)?(?:目标|指标|数)|哪些(?:数字|定量|量化)(?:目标|指标)|目标值(?:有|是)哪些|怎么走|变化|每年[^，。？?]{0,8}(?:多少|标准|目标|怎)|跟.{1,16}比|和.{1,16}比|与.{1,16}相比|一样吗|对得上|矛盾|口径"
)
_EN_COMPARE = re.compile(
    r"\bcompar|\bversus\b|\bvs\.?\b|\bside by side\b|\blist\b|\btabulate|\btable\b|\brespectively\b|\beach\b|\bboth\b|\bset out\b|\bput .* (?:next to|beside|against)\b|\bnext to each other\b|\balongside\b"
    r"|\bwhat do .* say\b|\bhow (?:do|does|did|has|have|will|is|are) .* (?:differ|compare|change|develop|evolve|move|look)\b|\bwhich .* (?:goals|targets|figures|values|numbers)\b|\bwhat are the .*(?:targets|goals|figures|values|numbers)\b"
    r"|\ball (?:the )?(?:\w+ ){0,3}(?:targets|goals|indicators|figures)|\bagainst\b|\bover the (?:plans|years)|\bacross\b|\bmilestones?\b|\bbaseline (?:and|to|versus)|\bfrom (?:the )?(?:base|baseline|start)|\bthen and now\b|\bbefore and after\b"
    r"|\b(?:is|are|was|were) (?:\w+ ){0,6}?(?:higher|lower|larger|smaller|bigger|more|less) (?:\w+ ){0,4}?than\b|\bwhich (?:plan|document|park|industry|year|of)\b|\bgive (?:me )?(?:all|the|both)\b|\bshow (?:me )?(?:all|the|both)\b|\bbreak(?:s|down| down)\b|\bone by one\b|\bline up\b|\bcontrast\b|\bstacks? up\b|\bwhereas\b|\bwhile\b",
    re.I,
)
_LIST = re.compile(
    r"都?列(?:出来|全|举)|列出.{0,14}(?:目标|指标)|(?:有|是)(?:哪些|什么).{0,6}(?:目标|指标|数)|哪些.{0,8}(?:目标|指标|要求|数)|(?:几|哪)[项个类][^，。？?]{0,8}(?:指标|目标)[^，。？?]{0,8}(?:多少|分别|是什么)|全部(?:目标|指标)|所有.{0,6}(?:目标|指标)|(?:目标|指标)(?:值)?(?:都)?(?:有|是)(?:哪些|什么)"
    r"|\blist (?:all|every|the)\b|\ball (?:the )?(?:\w+ ){0,4}?(?:targets|goals|indicators)\b|\bwhat are the (?:\w+[ -]){0,5}?(?:targets|goals|indicators)\b|\bwhich (?:\w+[ -]){0,5}?(?:targets|goals|indicators)\b|\b(?:binding|mandatory|anticipat\w+) (?:\w+[ -]){0,3}?(?:targets|goals|indicators)\b",
    re.I,
)
_FAMILY = re.compile(
    r"各(?:个|类|大|条)?(?:产业(?:链|集群)|集群|县区?|[区市]县|区(?![别域分块])|乡镇|镇|村|项目|工程|产业(?!园|链|体系|基地)|行业|园区(?!里|内)|地市|市|县|领域|子行业|细分|门类)|[一二三四五六七八九十两\d]+(?:个|条|大)(?:[\u4e00-\u9fff]{0,4})?(?:产业链|集群|县|区(?![别域分块])|镇|项目|工程|产业|行业|园区|地市|细分|子行业|领域|城市)|每[个条](?:产业|行业|园区|集群|县|区|镇|项目)|所有(?:产业|行业|园区|集群|县|区|镇|项目)|最(?:大|小|多|少|高|低)的(?:和最[大小多少高低]的)?(?:各|分别)?是哪|[一二三四五六七八九十两\d]+大[\u4e00-\u9fff]{2,6}(?=里|中|的|当中|各|分别|在?\d{4})|哪家|[一二三四五六七八九十两\d]+家(?:[\u4e00-\u9fff]{0,6})?企业|[一二三四五六七八九十两\d]+[个项大](?:[\u4e00-\u9fff]{0,10})?(?:项目|工程)|哪(?:个|些|一个|条|座|项)(?:[\u4e00-\u9fff]{0,4})?(?:产业|集群|县|区|镇|项目|行业|园区|地市|领域|子行业|地方|城镇)|(?:产业|行业)里|地市|七地"
    r"|\b(?:each|every|per|which)\b (?:\w+[ -]){0,3}?(?:industry|sector|sub-?sector|park|prefecture|seat|city|town|branch|chain|cluster|county|district|project|zone|township|field|area|department|company|enterprise|firm)\b"
    r"|\b(?:all|each of|the (?:\w+ )?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|the different|individual|various)\b (?:\w+[ -]){0,4}?(?:industries|sectors|sub-?sectors|parks|prefectures|seats|cities|towns|branches|chains|clusters|counties|districts|projects|zones|townships|fields|areas|departments|companies|enterprises|firms)\b"
    r"|\bby (?:industry|sector)\b|\bsub-?sectors\b|\bprefecture seat",
    re.I,
)
# what sort of subjects a question asks about, and how names of that sort end in the documents
_SORTS = (
    (r"产业链|\bchains?\b", ("产业链", "链")),
    (r"集群|\bclusters?\b", ("集群",)),
    (
        r"县（?[市、区旗]{1,4}）|县市区|市县区|县区|区县|县（区|市县|县市|\b(?:counties|districts)\b",
        ("县", "区", "市"),
    ),
    (r"\b(?:district|county) (?:or|and) (?:county|district)", ("县", "区", "市")),
    (r"[个各每哪些几]县|\bcount(?:y|ies)\b", ("县",)),
    (r"[个各每哪些几]区(?!域)|\bdistrict\b", ("区",)),
    (r"乡镇|(?<![城市])镇|\btowns?(?:hips?)?\b", ("镇", "乡")),
    (r"园区|\bparks?\b|\bzones?\b", ("园区", "园", "开发区", "高新区", "经开区", "保税区")),
    (r"(?<!牵头)项目(?!组)|工程(?!师)|\bprojects?\b", ("项目", "工程")),
)
_UNDER_TITLE = ("项目", "工程")  # sorts that rather the title of a box tells than each name in it
_DIGITS = "一二三四五六七八九十"
_THINGS = re.compile(
    r"(?P<zh>[一二两三四五六七八九十]|(?<![\d.])\d{1,2})(?:个|家|条|大|座|种)|\b(?P<en>two|three|four|five|six|seven|eight|nine|ten)\b",
    re.I,
)
_EN_DIGITS = "one two three four five six seven eight nine ten".split()


def numbers_of_things(text: str) -> frozenset[int]:
    """How many things a question says that there are: 五个示范项目, the four chains."""
    found = set()
    for match in _THINGS.finditer(text):
        if match["en"]:
            found.add(_EN_DIGITS.index(match["en"].lower()) + 1)
        elif match["zh"].isdigit():
            found.add(int(match["zh"]))
        else:
            found.add(_DIGITS.index(match["zh"].replace("两", "二")) + 1)
    return frozenset(found)


def is_of_sort(subject: str, path: Sequence[str], ends: tuple[str, ...]) -> bool:
    """Whether a subject is of a sort: by the end of its name, a project by its box or table."""
    if not ends:
        return False
    titled = ends == _UNDER_TITLE and any(end in title for title in path for end in ends)
    return subject.endswith(ends) or titled


def sorts_of_subjects(text: str) -> tuple[str, ...]:
    """How the names of the subjects end that a question asks about: 链 for "four industrial chains";
    () when it does not say.
    """
    return next((ends for words, ends in _SORTS if re.search(words, text, re.I)), ())


_PLACES = re.compile(
    r"[市县区州旗镇乡](?<!园区)(?<!开发区)(?<!高新区)(?<!保税区)(?<!社区)(?<!景区)$"
)
_ASKS_PLACES = re.compile(
    r"[个各每哪几些](?:市|县|区(?![别域分块])|地|州|镇|乡)|县[市区]|[区市]县|乡镇|地市|城市|哪里|\b(?:counties|county|districts?|cit(?:y|ies)|prefectures?|towns?(?:hips?)?|places?|regions?)\b",
    re.I,
)
_ASKS_THINGS = re.compile(
    r"[哪几多\d一二两三四五六七八九十]家|[哪各每几些\d一二两三四五六七八九十](?:个|家|条|项|种|类|大)?[\u4e00-\u9fff]{0,6}(?:企业|公司|项目|产业链?|行业|品种|产品)|\b(?:firms?|compan(?:y|ies)|enterprises?|projects?|industr(?:y|ies)|sectors?|products?|chains?)\b",
    re.I,
)


def is_place(subject: str) -> bool:
    """Whether a subject is a city, county, district or town by its name."""
    return bool(_PLACES.search(subject))


def asks_things(text: str) -> bool:
    """Whether a question asks about firms, projects or industries and names no sort of place."""
    return bool(_ASKS_THINGS.search(text)) and not _ASKS_PLACES.search(text)


def names_a_sort(words: str) -> bool:
    """Whether words of a question only say what sort of subjects it asks about (districts)."""
    return any(re.fullmatch(rf"(?:{pattern})|[区县镇]", words, re.I) for pattern, _ in _SORTS)


_ALL_PLANS = re.compile(
    r"(?:几|各|两|三|四|五|多|每|所有|全部)(?:个|份|部|项)?(?:规划|方案|文件|计划|纲要)|规划(?:之)?间|哪(?:个|些|几个)(?:规划|方案|文件)|不同(?:规划|文件)"
    r"|\b(?:each|every|all|both|the (?:two|three|four|five|different|various)|across|different|which|several) (?:of the )?(?:\w+ )?(?:plans|plan|documents|document)\b|\bplans\b",
    re.I,
)
_BASE = re.compile(
    r"现状|基期|基数|底数|目前|现在|当前|如今|起点|基准|现有|已有|手里|起步|基础值"
    r"|\bbaseline\b|\bbase (?:year|value|figure)\b|\bcurrent(?:ly)?\b|\bnow\b|\btoday\b|\bstarting (?:point|level|value)\b|\bpresent\b|\bstart(?:s|ed)? from\b",
    re.I,
)
_TARGET = re.compile(
    r"目标|计划|规划|要达到|将达|力争|预期|\btargets?\b|\bgoals?\b|\baims?\b|\bplanned\b|\bobjectives?\b|\bto reach\b",
    re.I,
)
_WORKED = re.compile(
    r"推算|测算|算(?:下来|一下|出)|倒推|折算成年|隐含|这[一二三四五六]年|期间(?:一共|总共|共)?(?:提高|增长|涨|长|下降|降)|涨幅|一共(?:要|得|会|将)?(?:增|涨|长)|总共(?:增|涨|长)|够不够|对得上|还要增长|才能"
    r"|\bimpl(?:y|ies|ied)\b|\bwork(?:ed)? out\b|\bcalculat|\bcomput|\bderive|\bto (?:reach|get to|meet)\b|\bin total\b|\bover the (?:plan|period|five|four|three)",
    re.I,
)
_TWO_ENDS = re.compile(
    r"(?:从|由|自|较|比|相比|对比)?.{0,2}(?:19|20)\d{2}.{0,14}?(?:到|至|比|较|相对|相较|对照|与|和|—|-|、).{0,6}?(?:19|20)\d{2}|\b(?:19|20)\d{2}\b.{0,30}?\b(?:19|20)\d{2}\b",
    re.I,
)


_POINTS = re.compile(r"个?百分点|\bpercentage points?\b", re.I)
# a change over the whole plan: 五年里各提高几个百分点
_OVER_PLAN = re.compile(
    r"(?:[三四五]年|规划期|计划期)[里内间来]|\bover the (?:plan(?:ning)? period|plan|(?:three|four|five) years)\b",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_IN_TOTAL = re.compile(
    r"一共|总共|总计|合计|共(?=[增涨提])|比|相对|较|相较|\btotal\b|\boverall\b|\baltogether\b|\bin all\b|\bcompared\b|\bthan\b",
    re.I,
)


# operations that set two figures against each other
PAIRWISE = frozenset({"difference", "gap", "ratio"})
# operations that tell how one figure becomes, or stands to, another
GROWTH_RATES = ("growth", "annual growth")
CHANGES = PAIRWISE | set(GROWTH_RATES)
# words such as 总共 or 最高 ask for an operation only when there are several things
WEAK = frozenset({"sum", "max", "min", "count"})


@dataclass(frozen=True)
class Condition:
    """What a figure must fulfil: ``bound`` against ``value`` (in base units of ``kind``), or, without
    a kind, against the figure of the first of two years; ``text`` is the bound as shown.
    """

    bound: str
    kind: str = ""
    value: Decimal = Decimal(0)
    text: str = ""
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Operations:
    """What is asked over several figures.

    ``ops`` in the order in which they are carried out; ``compare`` whether figures are to be set side by side;
    ``listed`` whether all figures of a scope are asked for; ``family`` whether all industries, parks or places are;
    ``all_plans`` whether every plan is asked; ``base`` and ``target`` whether these states are named;
    ``rates`` are growth rates that may as well be stated by the documents as worked out, ``condition`` what those
    fulfil that are counted, ``in_total`` says that a growth over all of several years is asked for,
    ``spans`` are the pairs of years that are named as first and last of a change,
    ``mean_rates`` says that the mean growth over several years is named, ``either`` that words for a
    change may mean its amount as well as its rate: Chinese ones tell which (多少张, 百分之几).
    """

    ops: tuple[str, ...]
    compare: bool
    listed: bool
    family: bool
    all_plans: bool
    base: bool
    target: bool
    two_years: bool
    rates: tuple[str, ...] = ()
    condition: Condition | None = None
    in_total: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    mean_rates: bool = False
    either: bool = False

    @property
    def any(self) -> bool:
        """Whether the question may be one over rows."""
        return bool(self.ops) or self.compare or self.listed or self.all_plans


def read_operations(text: str, chinese: bool) -> Operations:
    """The operations that a question names."""
    patterns = _ZH_OPS if chinese else _EN_OPS
    found = [name for name, pattern in patterns if re.search(pattern, text, re.I)]
    rates: list[str] = []
    if not (_TWO_ENDS.search(text) or _BASE.search(text) or _WORKED.search(text)):
        # a growth rate by itself is a figure that plans state, not one to be worked out
        rates = [name for name in found if name in GROWTH_RATES]
        found = [name for name in found if name not in rates]
    if "annual growth" in found and "growth" in found and len(_GROWS.findall(text)) == 1:
        found.remove("growth")  # 年均各增长多少 asks once
    if _POINTS.search(text) and "growth" in (*found, *rates) and "difference" not in found:
        # how many points a share rises is the difference of its two ends
        rates = [name for name in rates if name != "growth"]
        found = ["difference", *(name for name in found if name != "growth")]
    over = bool(_OVER_PLAN.search(text)) and bool(CHANGES & set(found)) and not _YEAR.search(text)
    compare = _ZH_COMPARE if chinese else _EN_COMPARE
    return Operations(
        ops=tuple(found),
        compare=bool(compare.search(text)),
        listed=bool(_LIST.search(text)),
        family=bool(_FAMILY.search(text)),
        all_plans=bool(_ALL_PLANS.search(text)),
        base=over or bool(_BASE.search(text)),
        target=over or bool(_TARGET.search(text)),
        two_years=bool(_TWO_ENDS.search(text)),
        rates=tuple(rates),
        in_total=_grows_in_total(text),
        spans=_spans(text),
        mean_rates=bool(_MEAN_RATE.search(text)),
        either=not chinese,
    )


_GROWS = re.compile(
    r"增长|涨|增幅|增速|提高|\bgr(?:ow|ew|owth)\w*|\bris(?:e|es|ing|en)\b|\bincreas\w+", re.I
)
_SPAN = re.compile(
    r"(?<!\d)((?:19|20)\d{2})年?\s*(?:[-—–~～]+|[到至]|\bto\b|\band\b(?=\s*\d{4}))\s*((?:19|20)\d{2})(?!\d)"
)
_MEAN_RATE = re.compile(r"年均|平均|\b(?:average|mean) (?:annual|yearly)|\baverage\b", re.I)


def _spans(text: str) -> tuple[tuple[int, int], ...]:
    """The pairs of years between which a question asks for changes."""
    found = dict.fromkeys((int(a), int(b)) for a, b in _SPAN.findall(text) if int(a) < int(b))
    return tuple(found)


def _grows_in_total(text: str) -> bool:
    """Whether a growth is asked for from one year to another one that is not the next."""
    years = sorted({int(year) for year in _YEAR.findall(text)})
    apart = len(years) == 2 and years[1] - years[0] > 1
    return apart and _IN_TOTAL.search(text) is not None
