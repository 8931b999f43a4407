"""Support measures of a plan: what enterprises, institutions or people can get or use.

A measure is read from one sentence (up to 。 or ；) by general rules: a named instrument of support
(专项资金, 税收优惠, 先租后让, 一网通办 …), or a verb of support with somebody who is supported.  What
the government sets itself as a task, targets, reviews and slogans are none.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.conditions import (
    QUALIFICATIONS,
    SIZES,
    Condition,
    Context,
    read_conditions,
    source_span,
)
from index.quantities import parse_quantities
from index.types import Chunk, Document, ParsedDocument, Period, Unit

Kind = Literal[
    "fund", "tax", "land", "electricity", "finance", "talent", "logistics", "market", "service",
    "innovation",
]  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """One support of one kind; ``text == document.text[start:end]``.

    ``parts`` are the characters of its supports where different people get them: a condition
    inside one part does not bind the others.  ``kinds`` are all kinds that the text speaks of, the main one first; ``gives`` is the exact
    text of an amount or rate, or ""; ``departments`` are the bodies named as responsible.
    """

    id: str
    doc: str
    path: tuple[str, ...]
    start: int
    end: int
    text: str
    title: str
    kind: Kind
    kinds: tuple[Kind, ...]
    conditions: tuple[Condition, ...]
    gives: str
    departments: tuple[str, ...]
    period: Period
    parts: tuple[tuple[int, int], ...] = ()


_WHO = (
    r"(?:企业(?!家|化|技术中心|形象|文化|管理)|厂商|商户|商家|个体工商户|经营主体|市场主体|创新主体|创业者|创客|大学生|毕业生|农牧民|农户|合作社|"
    r"科研院所|科研机构|高等?院校|高校|院校|机构|团队|项目|客商|投资者|投资主体|社会资本|民间资本|协会|商会|联盟|"
    r"小微|(?<=[\u4e00-\u9fff])企(?![业图及盼])|个体户|农场|公司(?!治理|法)|旅行社|景区|社会力量|工作室|作坊|种养殖?户|经营者|人才|职工|员工|工匠|专家|校企|民营经济|返乡人员|技师|大师|从业人员|网商|主播|纳税人|货主|收发货人|运营商|药农|(?:种植|养殖|牧|渔|菜|果)户|劳动者|群体|传承人|工作者|企业家|产业(?!带|融合)|行业|产品|园区)"
)
# instruments that are a support by themselves, whoever gets it
_HARD_WORDS: tuple[tuple[Kind, str], ...] = (
    (
        "tax",
        r"税收(?:优惠|减免|返还|扶持|激励|支持|等)|减税|免税(?!店|购物)|减半征收|减按[^，。；]{0,8}(?:征|缴)|税[^，。；]{0,6}减[按半征]|退税|抵税|税费(?:优惠|减免|支持)|(?:减|免)征|降税|"
        r"加计扣除|(?:所得税|增值税|关税|房产税|资源税).{0,8}(?:优惠|减|免|返|退)|(?:减免|降低|减轻).{0,8}(?:税|费用负担)|"
        r"减负降费|减费|优惠税率|税率征收",
    ),
    (
        "land",
        r"(?:(?<!采)用地|土地|供地)(?:.{0,10})(?:保障|优先|优惠|倾斜|支持|弹性|指标|供应|政策|租赁)|(?:优先|保障|支持|优惠|满足|落实|安排)(?:(?!盘活|存量|低效).){0,12}(?:(?<!采)用地|土地|供地|建设用地)|"
        r"弹性(?:出让|年期)|先租后让|租让结合|长期租赁|“?标准地”?(?:供|出让|[+＋])|(?:减免|优惠|降低|免).{0,6}(?:租金|房租)|(?<![按年])租金[^，。；]{0,12}(?:减免|优惠|补[贴助]|[一二三四五六七八九半\d]折|减半)|"
        r"(?:提供|给予|建设).{0,10}(?:标准化?厂房|办公场地|经营场所)|要素跟着项目走|继续按原用途|地价(?:优惠|款)",
    ),
    (
        "electricity",
        r"(?:优惠|降低|优待|执行|实行|落实|补贴).{0,10}(?:电价|电费)|(?:电价|电费|(?<![利家应使采])用电(?![子商器]))(?:.{0,6})(?:优惠|补贴|政策|机制|降低|减免|支持)|(?:用电|电力|用能)成本|"
        r"直供电|绿电(?:直供|直连|供应|交易)|电力(?:直接|市场化|直)交易|(?:用能|能耗)(?:.{0,4})(?:指标|保障|倾斜)|(?:优先|保障)(?!.{0,6}区内).{0,8}(?:(?<![利家应使采])用电(?![子商器])|供电|绿电|电力)(?!供应)",
    ),
    (
        "finance",
        r"(?:融资|信贷|贷款|授信|担保|金融(?!中心|机构))(?:[^等]{0,6})(?:支持|扶持|倾斜|力度|需求|产品|优惠|补偿|渠道|服务|对接|难题|成本|瓶颈)|(?:拓宽|扩大|支持|鼓励|提供|加大|优先|发放|降低|缓解|解决|创新|引导|通过).{0,14}(?:(?<!投)融资(?!平台公司|体制|规模|租赁)|信贷|贷款|担保|授信|(?<!工伤)(?<!失业)(?<!养老)(?<!医疗)(?<!社会)保险|债券|上市|挂牌|股权)|"
        r"担保体系|银税|首贷|[抽断压]贷|保费|(?<!传)承保|增信|再贷款|免收[^，。；]{0,4}担保|投早|耐心资本|创业投资|风险补偿|保险补偿|贴息|银企|(?<![二三地])产融|政银|投贷联动|上市融资|融资服务|再担保|转贷|续贷|融资协调|知识产权质押|信用贷|“[^”]{1,8}贷”|金融机构.{0,20}(?:支持|倾斜|扩大|加大|创新|开发|提供)",
    ),
    (
        "fund",
        r"(?:给予|奖励?|补助?|补贴|奖补|资助|发放|兑现|再加)(?:给[^，。；\d]{0,10})?[^，。；]{0,14}?\d[\d.]*(?:万|亿)?元|一次性支持\d|报销[^，。；]{0,8}%|(?:免收|免除|不收|免交|减半收取)(?!担保)[^，。；]{0,14}费|按[^，。；]{2,40}?(?:%|折|比例|百分点)[^，。；]{0,8}?(?:返还|补(?!偿)|奖|资助)|(?:给予|予以)[^，。；]{0,8}资金|(?<!津贴)补贴|补助|(?<!举报)(?<!表彰)奖励|(?<!拼)(?:优惠|扶持|奖补)政策|降低.{0,16}(?:资费|收费|费用|费率)|奖补|以奖代补|资助|后补助|代金券|创新券|服务券|消费券|奖金|(?:专项|发展|产业|扶持|引导|奖补|财政(?!资金(?:使用|管理|绩效|监管))|援藏|支持|帮扶|周转|技改|纾困|促进)资金|(?:设立|建立|组建|扩大|用好)(?:(?!风险补偿)[^，。；]){0,12}资金池|准备金|"
        r"(?:产业|引导|投资|发展|创投|创业|孵化|天使|成果转化|母|子)基金|(?:资金|财政|政策|财税)(?:支持|扶持)(?!体系)|(?:支持|补贴|补助|奖补)(?:范围|标准)|(?:实施|落实|用好)[^，。；]{0,6}“两新”[^，。；]{0,6}(?:政策|补贴)|(?:扶持|支持|奖补)资金|(?:设立|组建|用好|争取|发挥|引入)[^，。；]{0,24}基金(?!会|监管)|资金渠道|以旧换新(?:政策|补贴|支持|活动)|设立[^，。；]{0,30}专项(?!额度|贷款|小组|班|行动|规划)|纾企|纾困(?:资金|基金)|惠民工程",
    ),
    (
        "logistics",
        r"(?:物流|运输|运费|通关)(?:.{0,6})(?:补贴|成本|便利|费用|优惠|支持|奖励)|(?:优化|简化|压缩|缩短)[^，。；]{0,6}通关|(?:降低|补贴|减免).{0,8}(?:物流|运输|运费)|通关便利|口岸直通|(?:仓租|仓储费|吊装|移位|装卸费|堆存)[^，。；]{0,14}(?:免|减|折|成|优惠|补|费用)|(?:优先)?保障[^，。；]{0,24}(?:舱位|仓容|运力)|优先查验|(?:扶持|支持|培育|引入).{0,10}物流企业",
    ),
    (
        "talent",
        r"用工(?:调剂|余缺|对接|保障|服务)|招工|招聘会|(?:就业|创业)(?:创业|就业)?(?:.{0,4})(?:补贴|帮扶|援助|扶持|支持|指导|见习|服务(?:保障|体系))|稳岗|扩岗|公益性岗位|见习岗位|"
        r"人才(?:.{0,6})(?:补贴|公寓|奖励|待遇|优惠|住房|津贴|绿卡|服务|支持)|(?:安家|生活|住房|购房)(?:补贴|费)|职称(?:评|认|申报)|学徒制|子女(?:入学|就学|教育)|人才.{0,6}落户|"
        r"(?:订单式?|定向|委托|联合)(?:式)?培[养训]|(?:技能|创业|职业|技术|岗前|专题|业务|管理|企业家|职工|员工|人才).{0,8}培训|(?:企业|经营|管理|技能|技术|专业)(?:经营|管理|技能|技术|专业)?人才[^，。；]{0,4}(?:培养|引育|培育)|培训(?:体系|项目|服务|力度|基地)|师带徒|人才(?:培养|引育)[^，。；]{0,6}力度|人才引进|人才计划|引才|揽才|引进.{0,10}人才|院士(?:专家)?工作站|博士后",
    ),
    (
        "market",
        r"产品展|(?<![推促改引])进(?:机关|景区|商超|超市|社区|校园|酒店|高速服务|电商)|(?:纳入|列入|进入)[^，。；]{0,16}目录|(?:特销|营销|销售)渠道|展览展示|政府采购|优先(?:采购|购买|使用)|首购|订购|订单对接|供需对接|产销对接|优先(?:承担|承接)[^，。；]{0,24}(?:项目|任务)|(?:参加|组织|举办|参与|开展).{0,24}(?:展会|展销|展览|展洽|参展|产品展|博览会|交易会|[广进服消藏农]博会|广交会|洽谈|路演|推介|对接会|(?:交流|促销|对接|展)[^，。；]{0,4}活动)|"
        r"(?:开拓|拓展|拓宽|打开|扩大|开辟)[^，。；]{0,16}(?:(?<!碳交易)市场(?!应用|份额|占有|影响)|(?<!就业)(?<!增收)(?<!融资)(?<!成才)渠道|销路)|(?:推动|帮助|支持|促进|引导)[^，。；]{0,16}产品[^，。；]{0,6}进(?:入)?(?!一步|行|口|而)|(?:推介|(?:市场|宣传)推广)力度|推介(?:活动|会)|名优产品|直播带货|特销渠道|消费惠民",
    ),
    (
        "service",
        r"(?:免费|无偿)提供[^，。；]{0,24}(?:辅导|咨询|培训|代办|诊断|服务|指导)|提供[^，。；]{0,24}(?:辅导|代办)|(?:免费|无偿)(?!门票|开放公园)|不收费(?!站)|(?:选派|派驻)[^，。；]{0,10}(?:特派员|辅导员|专家|技术员|指导员)|一[网窗门口](?:通办|受理|办理)|拿地即开工|免申即享|申报即享|容缺(?:受理|审批|办理)|承诺制|联审联批|并联审批|一站式|一件事|帮办|为企服务|助企(?:服务|纾困)|(?:对|为|面向)[^，。；]{0,10}企业的?[^，。；]{0,8}(?:服务(?!业)|平台)|提供[^，。；]{0,14}(?:个性化|专业化|全过程|全周期|全生命周期|全链条)[^，。；]{0,8}服务|代办|代理服务|(?:政策)(?:兑现|直达|匹配|咨询|推送|目录|清单|辅导|申报)|惠企政策|服务专员|服务专班|"
        r"绿色通道|(?:简化|优化|压缩|减少).{0,8}(?:审批|流程|环节|手续|时限)|(?:一企一策|一对一)|(?:管家|保姆|店小二)(?:式)?|企业包保|诊断(?:服务|工具|咨询)|(?:咨询|企业|免费|数智化|数字化)诊断|公共服务平台|服务包|上门服务|清理.{0,8}(?:账款|欠款)|(?:权益)(?:保护|保障)|维权|投诉|海外综合服务|梯[度次]培育|账款[^，。；]{0,4}清偿|拖欠[^，。；]{0,8}账款|清欠|制度性交易成本|涉企收费|减轻企业负担|企业开办|一照通|(?<!就业)纾困(?!资金|基金)|(?:项目|企业)[^，。；]{0,10}要素保障|政企(?:恳谈|沟通|交流|协商)|(?:企业|经营主体|市场主体)[^，。；]{0,4}(?:诉求|困难|难题|问题)[^，。；]{0,10}(?:响应|解决|化解|办理|协调)|(?:解决|协调|化解)[^，。；]{0,6}(?:企业|经营主体|市场主体)[^，。；]{0,12}(?:诉求|困难|难题|问题)",
    ),
    (
        "innovation",
        r"(?:创新创业|创业创新|科技|研发)(?:.{0,4})(?:孵化|补助|投入.{0,6}(?:补|支持|奖)|费用|服务平台)|孵化(?:服务|器|平台|基地|体系|载体)|众创空间|(?:(?<!信息)共享|公共(?!资源)|中试|检测|检验|创新(?!带)|实验(?!室基地))(?:.{0,8})(?:平台|(?<!国家)实验室|车间|基地)|揭榜挂帅|技术(?:支持|(?<!信息技术)服务(?!企业|业)|咨询|转移|指导)|"
        r"首台[（(]?套|先使用后付费|开放许可|(?:开放|发布|提供)[^，。；]{0,14}应用场景|首批次|首版次|科技小院|(?:向|对|面向)[^，。；]{0,8}(?:社会|企业|主体|公众|园区|院校)[^，。；]{0,6}开放",
    ),
)
_HARD = tuple((kind, re.compile(words)) for kind, words in _HARD_WORDS)
# what a supported enterprise is supported in, tried in this order
_SOFT_WORDS: tuple[tuple[Kind, str], ...] = (
    ("tax", r"(?<!保)税(?!务)"),
    ("electricity", r"(?<![利家应使采])用电(?![子商器])|电价|绿电|并网|能耗(?:指标|保障)"),
    ("land", r"(?<!采)用地|土地|厂房|场地|租金"),
    (
        "finance",
        r"融资|信贷|贷款|担保|保险|增信|上市|债券|金融|(?<!社会)(?<!民间)资本|基金|挂牌|股权",
    ),
    (
        "talent",
        r"人才|培训|实训|职称|技能|评聘|产业学院|订单班|产教|(?<!带动)就业(?!能力|容量)|引才|学徒|(?<![利应使采])用工(?![程业艺具])|招工",
    ),
    (
        "market",
        r"绿色食品|有机(?:产品|食品)|(?:绿色|有机|地理标志|国际|产品|质量)[^，。；]{0,12}认证|市场(?!需求|主体|化|竞争|导向|适应|监管|准入|前景|经济|秩序)|展会|展销|博览会|品牌|推介|采购|电商|电子商务|销售|营销|订单|消费|出口|外贸|地理标志|商标|贸易|“走出去”|走出去|宣传|目录",
    ),
    ("logistics", r"物流|运输|通关|口岸|仓储|货运|班列"),
    (
        "innovation",
        r"研发|创新|技术|成果|工业互联网|互联网平台|数智|上云|赋智|实验室|中试|孵化|专利|知识产权|标准|数字化|智能|信息化|改造|攻关|科研|科技|设备|(?<!手)工艺(?![品美])|绿色|节能|零碳|转型|升级|研制|新品|新产品|(?<!公)开发(?!区|利用|银行|商|行)|专精特新|小巨人|单项冠军|设计",
    ),
    (
        "service",
        r"服务|审批|办理|咨询|诊断|申报|指导|营商|协调|抱团|合作|联盟|维护|维修|认证|集群|入驻|园区",
    ),
    ("fund", r"资金|专项(?!行动)|给予配套|配套(?:资金|支持)"),
)
_SOFT = tuple((kind, re.compile(words)) for kind, words in _SOFT_WORDS)
_GIVES_TO = re.compile(
    rf"(?:大力|积极|重点|优先|加大|全力|着力|加强|持续|连续|、|和)?(?:支持|鼓励|扶持|扶助|帮助|协助|助力|资助|帮扶|惠及|辅导)(?!.{{0,2}}力度)(?:[、和并]?(?:培育|培养|发展))?(?:(?!打造|(?<!品牌)培育|创建|争创|做大)[^，。；]){{0,40}}?{_WHO}"
)
# support for an undertaking, whoever it is of (支持建设加工基地, 重点支持智能化改造等工程)
_GIVES_FOR = re.compile(
    r"(?:支持|鼓励|扶持)(?:(?:企业)?(?:通过|利用|运用|在)[^，。；]{1,24})?(?:投资)?(?:建设|开展|申报|申请|参加|参与|拓展|开拓|引进|举办|研发|开发|创建|设立|发展|创业|共建|制定|布局)"
    r"|(?:支持|鼓励)(?:和(?:支持|鼓励))?[^，。；]{0,16}创业|支持[^，。；]{2,24}(?:平台|基地|中心|工坊|园区|项目)(?:的)?建设"
    r"|(?:研发|项目|产业|创新)扶持[，,。；]?$|支持对[^，。；]{2,24}的[^，。；]{2,16}|(?:重点|优先)支持[^，。；]{2,30}(?:工程|项目|改造|应用|推广)"
)
_FOR_PUBLIC = re.compile(
    r"机场|铁路|公路|轨道|法院|仲裁|学校|大学(?!生)|医院|医学|社会组织|志愿|国家实验室|城市(?=[，。；、]|建设|更新|试点)|县城|副中心|消费|都市圈|植物园|公园|博物|体育|文物|仲裁|交所"
)
_OFFERS = re.compile(
    rf"(?:为|向|面向|对|给|针对|帮)(?:[^，。；]{{0,30}}?){_WHO}(?:[^，。；]{{0,30}}?)(?:提供|给予|予以|开放|实行|实施|开展|发放|减免|倾斜|推荐|优先|加大|扩大|享受|补|奖|培训|支持|扶持|保障|解决|制定)|(?:提供|开放|供应|租赁)给[^，。；]{{0,10}}{_WHO}|加大[^，。；对]{{0,12}}{_WHO}[^，。；]{{0,8}}(?:帮扶|扶持|支持|培育)力度|加大对[^，。；]{{0,24}}的?(?:指导|扶持|支持|培育|投入)"
)
# led to something that others offer; what a firm is told to do by itself is no support
_LEADS = re.compile(
    r"(?:引导|推动|组织|促进|带动|协调|推荐|选拔|遴选)[^，。；]{0,70}?(?:企业(?!家)|商户|经营主体|市场主体|人才|合作社|从业人员|产品|产业)[^，。；]{0,40}"
    r"(?:对接|参加|参展|拓展|开拓|抱团|纳入|进入|融资|上市|申报|入驻|培训|“走出去”|走出去|成长为|目录|出口(?![增产基额值]))"
    r"|(?:推荐|选拔|遴选|组织)[^，。；]{0,30}(?:企业(?!家)|人才|从业人员|产品)"
)
# what a support is fitted to does not tell its kind (根据市场需求)
_ADAPTED = re.compile(
    r"(?:根据|按照|围绕|结合|立足|适应|顺应|满足|紧扣|响应|针对)[^，。；]{2,24}?"
    r"(?:需求|需要|特点|实际|方向|要求|优势|条件|趋势|变化|导向)"
)
_SLOGAN = re.compile(
    r"以企业为主体|市场为导向|敢闯|敢干|敢为|敢投|企业主体(?:作用|地位|责任)|走向[^，。；]{0,8}市场|品牌意识"
)
_MAY = re.compile(r"可(?:在|以|按|享受|申请|继续|获得|给予|予以|优先)")
_DONE = re.compile(
    r"已(?!有|经批准|获|认定|投产|建成)|截至|截止|(?<!对)累计(?!投)|同比|比上年|较上年|年均|荣获|近年来|(?<![项题科])目前|五年来|(?<!通)过去|一年来|不断完善了|取得了|成效显著|首次(?![认获入上申达进突])|揭牌|顺利推进|圆满|全面完成|仍|受[^，的]{2,24}影响(?!的)|(?:缺乏|不足|不够|滞后|短缺)(?=[，。；])|薄弱(?!环节)|制约"
)
_REVIEW = re.compile(
    r"前言|序言|结语|现状|^(?!.*(?:解决|化解|破解|补齐|补强|突破|防范)).*(?:问题|短板|瓶颈|制约|挑战)|形势|(?<!抢抓)(?<!把握)机遇|指导思想|基本原则|总体要求|发展目标|主要目标|总体目标|发展定位|名词解释|术语|发展基础|目录"
)
# sections that look back, whatever their heading's verb
_LOOKS_BACK = re.compile(
    r"回顾|^(?!.*(?:提高|提升|实现|增强|坚持|确保|巩固|扩大|深入|着力|奋力|加快)).*(?:成效|成就|成绩|开局|起势)|工作总结|完成情况|实施情况|承载力|承载能力|环境影响|环境分析|协调性分析"
)
_TARGET = re.compile(
    r"(?:达到|突破|增长|提高到|(?<!费率)(?<!利率)(?<!成本)降至|控制在|不少于|不低于|力争|新增|累计)[^，。；]{0,12}\d|\d[\d.]*(?:%|亿|万)?(?:家|个|人|项|亿元|万元)(?:以上|左右)$"
)
# counts of what was reached or is to be reached; money that is granted is none
_RESULT = re.compile(
    r"(?:完成|实现|引进|吸引|签署|举办|开展|兑现|发放|落实|培训|成交|增量|到位资金|总额|零售额|经营主体|订单)[^，。；]{0,16}\d[\d.,]*(?:余|多)?(?:万|亿)?(?:人次|人|场|项|个|家|户|美元|元)(?:以上)?[，。；]|\d[\d.,]*倍[，。；]|分别(?:增长|达)|居全国|位居|更加完善|减税降费[^，。；]{0,6}\d|(?:建成|孵化|入驻)[^，。；]{0,16}\d+余?(?:家|个)[，。；]"
)
# help for the public at large, not for enterprises
_PUBLIC = re.compile(
    r"养老|退休|低保|残疾|医保(?!目录)|社会救助|居民收入|基础教育|义务教育|未成年|欠薪|保交房|房地产|非法|风险化解|防范|拥军|退役军人|托育|妇女|儿童|群众体育|(?<!进)社区|幼儿园|学前教育|基层减负|低收入|困难群众|失业保险|工伤|生育保险|护理保险|社保|公积金|保障性住房|市民化|城镇化|常住地|边民|居民|惠农|物业|消费者|免税店|劳动关系|劳动人事|城市管理|住区|公共体育|健身|易地搬迁|健康管理|患者|旅客|境外人士|权益保护体系"
)
_RIGHTS = re.compile(
    r"新就业(?:形态|群体)|劳动者[^，。；]{0,8}权益|老年人|失能|脱贫(?!人口|劳动力)|返贫致贫|就业观|择业观|用人观|职业观|消防|应急救援|应急专项|感谢|致以|我代表|财政和货币"
)
# … unless it is for firms, or helps people into work
_FOR_WORK = re.compile(
    r"(?<!房地产)企业(?!家|年金)|民间(?:投资|资本)|离境退税|经营主体|市场主体|就业(?!观|渠道)|创业|技能培训"
)
# money that governments ask of each other or raise
_STATE_MONEY = re.compile(
    r"国债|专项债|中央预算|转移支付|政府债券|国有资产|(?<!企业)盘活|收储|土地储备|(?<!证券)交易所|融资平台公司|理财|离岸|[深上港]交所(?!上市)|(?:基金|资金)[^，。；]{0,8}(?:考核|监管|绩效|审计|列入)|列入[^，。；]{0,8}预算|量入为出|双向进入|中小投资者"
)
# help for a place, not for those in it
_TO_PLACES = re.compile(
    r"(?:支持|鼓励|扶持|对)(?:(?!企业|协会|机构|项目|主体|人才|产业)[^，。；]){0,14}(?:地区|县域|县城|强县|地方(?![标强特产性])|县（市）|各地（市）|各地市|片区|都市圈|特区|示范区)(?!内|的(?!支持|扶持|帮扶|指导|投入)|企业|[^，。；]{0,2}(?:项目|产业))"
    r"|(?:支持|鼓励)(?:各|有条件的)?(?:县区|区县|县市|市县|市州|州市|[县市](?=[、因]))"
)
# a clause that only announces what the others tell (三是人才服务，)
_LEAD = re.compile(
    r"^[一二三四五六七八九十]是(?!.*[对为向给])[^，。；推支鼓落加提完优强健]{2,10}，$"
)
# somebody gets something, whoever gives it (鼓励各县对企业给予补贴)
_GRANTED = re.compile(
    rf"(?:对|为|向|给)[^，。；]{{0,24}}?{_WHO}[^。；]{{0,24}}(?:给予|予以|发放|减免|提供)"
    r"|的[\u4e00-\u9fff]{0,6}?(?:企业|项目|单位|机构|团队|个人)?[，,]?[^，。；,]{0,30}(?:给予|予以|奖励|补助|补贴)"
)
# something other than money is given to those named before it
_BESTOWED = re.compile(
    rf"的[\u4e00-\u9fff]{{0,6}}?(?:{_WHO})?[，,]?[^。；,]{{0,30}}(?:给予|予以)[^，。；]{{0,6}}(?:支持|倾斜|保障|优惠|扶持)"
)
_OWN_TASK = re.compile(
    r"领导小组|责任分工|考核|督查|督导|督促|监督检查|统筹协调|压实|组织领导|党的|规划实施|(?:规划|绩效|中期|风险)评估|问责|宣传教育|安全监管|严控|严禁|严厉|不得|违法|淘汰|关停|整治|执法|应急(?:预案|体系|处置|机制|管理(?:机构|体系|机制|部门|规章))|救援|安全生产|招商(?!引资(?:优惠)?政策)|座谈会|(?:年轻|党员|机关)干部|守法经营|(?:开展|组织)[^，。；]{0,24}评价|评价结果[^，。；]{0,6}公[布开示]|效益评价"
)
# what is done to those who break rules
_SANCTION = re.compile(
    r"(?<!未)(?<!无)(?<!不)(?<!未受过行政)(?<!未列入)(?<!无违法)(?:违反|违规|违法|处罚|罚款|警告|责令|追缴|套取|移送|虚假|追回|骗取|失信|惩戒|通报(?!表[扬彰])|曝光|约谈|不予|取消[^，。；]{0,8}资格|差别化管理)"
)
# a rule by which money is given, whatever was reached before it
_AWARDS = re.compile(
    r"(?:给予|予以|发放|奖励|补助|补贴|资助|奖补|贴息|返还|免收|减收)[^。；]{0,20}?\d[\d.]*(?:万|亿)?(?:元|%|个百分点)"
    r"|按[^，。；]{2,40}?(?:%|折|比例|标准|百分点)[^，。；]{0,12}(?:给予|予以|奖|补(?!偿)|贴|返还|资助|收取|减|免)"
    r"|(?:最高|最多|上限)(?:不超过)?\d[\d.]*万?元"
    r"|[奖补](?:给[^，。；\d]{0,10})?\d[\d.]*(?:万|亿)?元|\d[\d.]*(?:万|亿)?元[^，。；\d]{0,8}(?:补贴|补助|奖励|奖金|资助)|报销\d[\d.]*%|再加\d|一次性支持\d"
)
# … unless it tells what was given
_GIVEN_OUT = re.compile(
    r"(?:累计|已|共|全年|去年|过去[^，。；]{0,4}年|紧急|遭遇)(?:(?!的，)[^。；]){0,16}?(?:投入|发放|兑现|拨付|落实|减免|减税|争取)[^，。；]{0,20}\d"
    r"|(?:截至|20\d\d年(?!起|底前))[^。；]{0,16}\d余?[家户个][^。；]{0,10}(?:发放|补助|奖励|补贴|兑现)|全[市县省区](?:共|累计)?(?:发放|兑现|减免)[^，。；]{0,20}\d"
)
_NO_SUPPORT = (_SANCTION, _SLOGAN, _STATE_MONEY, _LEAD, _RIGHTS)
# what is reached may be what a grant is given for (对产值突破1亿元的企业给予奖励)
_UNLESS_GRANTED = (_TARGET, _RESULT, _TO_PLACES)
_RANK: dict[Kind, int] = {
    "tax": 0, "electricity": 1, "land": 2, "fund": 3, "finance": 4, "logistics": 5, "talent": 6,
    "market": 6, "service": 6, "innovation": 6,
}  # fmt: skip
# kinds whose instruments are a support without further words
_CONCRETE = frozenset({"tax", "electricity", "land", "fund", "finance", "logistics"})
# somebody is supported, in what is not told
_UNTOLD: tuple[Kind, ...] = ("service",)
# kinds that go behind the others: what a support is in says more than that it is a service
_VAGUE = ("service", "fund")
_ITEMS: dict[Kind, str] = {
    "tax": r"税", "electricity": r"电力|用电|电价|用能|能耗", "land": r"用地|土地|厂房",
    "finance": r"融资|金融|信贷|贷款", "fund": r"财政|资金|补贴|补助|返还|奖", "logistics": r"物流|运输",
}  # fmt: skip
_LIST = re.compile(
    r"(?P<list>[\u4e00-\u9fff]{2,10}(?:、[\u4e00-\u9fff]{2,10})+)(?:等)?(?:方面)?(?:的)?(?:优惠|扶持|补贴|政策)"
    r"|(?P<costs>[\u4e00-\u9fff]{2,10}成本(?:、[\u4e00-\u9fff]{2,6}成本)+)"
)
_SERVICES = re.compile(r"(?:、[^，；、]{2,12}){2,}(?:等)?[^，；、]{0,12}服务[，；。]?$")
_ANYONE = re.compile(
    rf"{_WHO}|支持|鼓励|扶持|提供|对接|开放|帮助|惠企|涉企|办事|职称|学徒|申报|创业|就业"
)
_PLAIN_SUPPORT = re.compile(r"(?:支持|鼓励)[^，。；]{0,20}企业")
_RESTRICTED = re.compile(rf"{SIZES.pattern}|{QUALIFICATIONS.pattern}")
_DATE = re.compile(r"(20\d{2})\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_OWN_SUPPORT = re.compile(
    r"(?:支持|鼓励|对(?!接)|加大对|扶持|帮助|引导)|[^，。；,]{4,40}(?:研发|项目|产业|创新)扶持[，,。；]?$"
)
_ORDINALS = ("十一", "十二", "十三", "十四", "十五", "十六")
_FIVE_YEARS = re.compile(r"“?(十[一二三四五六])五”?(?:时期|以来|期间)")
_ACTS = re.compile(
    r"^\W*(?:[（(]?[一二三四五六七八九十\d]+[)）、.．])?\s*(?:加强|加大|强化|支持|推进|推动|积极|完善|优化|健全|实施|落实|促进|深化|创新|培育|充分|开展|提升)"
)
_NOTE = re.compile(r"(?:说明|注|备注|资料来源)[：:]|《[^》]{6,}》是")
_GRANTS = re.compile(
    r"给予|补贴|补助|奖|安排|设立|资金|基金|最高|不超过|按|减|免|可在|优惠|征收|投放|贷|支付"
)
_PURPOSE = re.compile(
    r"(?:从而|以|切实|有效|不断|进一步|显著|全面)?(?:提升|提高|增强|促进|实现|形成|激发|满足|带动|力争|壮大|丰富|延长|打通|畅通|加快形成)"
)
_EFFECT = re.compile(r"(?:从而|大幅|有效|显著|进一步)(?:地)?(?:降低|减少|减轻|提升|提高|增强|促进)")
_TITLE = re.compile(
    r"(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十\d]+(?:[、.．]|是))(?!支持|鼓励|扶持)[^，；：]{2,30}。$"
)
_SENTENCE = re.compile(r"[^；;。！？]+[；;。！？]*[”’）》]*")
_CLAUSE = re.compile(r"[^，,：:]+[，,：:]?")
_DEPARTMENTS = re.compile(
    r"[（(〔\[](?P<a>[^（）()〔〕\[\]]*(?:[（(][^（）()]*[)）][^（）()〔〕\[\]]*)*?)(?:等)?(?:按职责分工)?(?:分别)?负责[)）〕\]]"
    r"|[（(](?:责任|牵头|配合)(?:单位|部门)[：:](?P<b>[^）)]+)[)）]"
)
_BODY = re.compile(r"[、，；,]")


def read_measures(parsed: ParsedDocument) -> tuple[Measure, ...]:
    """The support measures of a document in reading order; deterministic, no model."""
    found: list[Measure] = []
    for number, chunk in enumerate(parsed.chunks):
        if any(re.search(r"名词解释|术语|目录", title) for title in chunk.path):
            continue
        for position, unit in enumerate(chunk.units):
            if unit.kind != "sentence" or _is_lead(unit, chunk.units[position + 1 :]):
                continue
            before = chunk.units[position - 1] if position else None
            behind = _behind(parsed.chunks, number, position)
            for measure in _unit_measures(parsed, chunk, unit, before):
                found.append(replace(measure, departments=_departments(unit, behind)))
    return tuple(
        replace(measure, id=f"{parsed.document.name}#{number}")
        for number, measure in enumerate(found)
    )


def _is_lead(unit: Unit, behind: Sequence[Unit]) -> bool:
    """Whether a sentence is the run-in title of its paragraph ("加强金融扶持。")."""
    title = unit.text.strip("。；")
    if re.search(r"给予|予以|发放|减免|免征|补助|补贴|奖励|贴息", title):
        return False
    same = bool(behind) and behind[0].paragraph == unit.paragraph
    if same and re.fullmatch(r"[一二三四五六七八九十]是[^，；：]{2,18}", title):
        return True
    context = behind[0].context if behind else ""
    # the title may have a number before it, and nothing else
    return bool(context) and title.endswith(context) and len(title) <= len(context) + 6


def _behind(chunks: Sequence[Chunk], number: int, position: int) -> list[Unit]:
    """The units behind one, up to the next note of responsible bodies or the end of the section."""
    own = chunks[number]
    units = list(own.units[position + 1 :])
    for chunk in chunks[number + 1 : number + 3]:
        if chunk.section == own.section:
            units += chunk.units
    return units[:12]


def _departments(unit: Unit, behind: Sequence[Unit]) -> tuple[str, ...]:
    for near in (unit, *behind):
        match = _DEPARTMENTS.search(near.text)
        if match:
            names = (match["a"] or match["b"] or "").replace("等", "")
            return tuple(name.strip() for name in _BODY.split(names) if name.strip())
    return ()


def _unit_measures(
    parsed: ParsedDocument, chunk: Chunk, unit: Unit, before: Unit | None
) -> Iterator[Measure]:
    if _is_past(unit.text, parsed.document.period):
        return
    if any(_LOOKS_BACK.search(title) for title in chunk.path):
        return
    review = _reviews(chunk.path)
    for match in _SENTENCE.finditer(unit.text):
        if _TITLE.match(match.group()) and match.end() < len(unit.text):
            continue
        for span in _supports(match.group(), review):
            yield _measure(parsed, chunk, unit, before, match, span)


def _reviews(path: Sequence[str]) -> bool:
    """Whether a section looks back, sets goals or describes; a heading that acts overrides."""
    if not path:
        return False
    acts = bool(_ACTS.search(path[-1])) and not _REVIEW.search(path[-1])
    return not acts and any(_REVIEW.search(title) for title in path)


def _is_past(text: str, period: Period) -> bool:
    """Whether a sentence speaks of a five-year plan before the document's own."""
    told = [2006 + 5 * _ORDINALS.index(m.group(1)) for m in _FIVE_YEARS.finditer(text)]
    return bool(told) and period.start is not None and max(told) + 4 < period.start


def _supports(sentence: str, review: bool) -> list[_Span]:
    """The supports of a sentence, each with its kinds, the main one first."""
    awards = bool(_AWARDS.search(sentence)) and not _GIVEN_OUT.search(sentence)
    if len(sentence) < 8 or _NOTE.search(sentence) or (_DONE.search(sentence) and not awards):
        return []
    for_work = _FOR_WORK.search(sentence) or (awards and re.search("企业", sentence))
    if _PUBLIC.search(sentence) and not for_work:
        return []
    clauses = _whole_clauses(sentence)
    if _RESULT.search(sentence[slice(*clauses[0])]) and not awards:
        return []
    read = [_clause_kinds(sentence[a:b], sentence, review) for a, b in clauses]
    read = _told_later([sentence[a:b] for a, b in clauses], read)
    read = _without_purposes([sentence[a:b] for a, b in clauses], read)
    spans: list[_Span] = []
    for position, (start, end) in enumerate(clauses):
        listed = _listed(sentence[start:end]) if any(read[position]) else ()
        if len(listed) > 1:
            # one of them is left to the measure that the clause is a part of
            main = "fund" if "fund" in listed else listed[0]
            hard, soft = read[position]
            others = tuple(kind for kind in listed if kind != main)
            read[position] = (main, *(k for k in hard if k not in listed)), soft
            spans += [_Span(start, end, (kind,), ((start, end),)) for kind in others]
    return [*spans, *_joined(sentence, clauses, read)]


_GIVEN = re.compile(r"给予|予以|奖励|补助|补贴|支持|减免|发放|提供")
# whom a support is for, before what they get (对获得认定的企业，…; 购置设备的，…)
_FOR_WHOM = re.compile(
    rf"^(?:[一二三四五六七八九十]是)?(?:对|凡|给)[^，,]*(?:{_WHO}|的)[，,]$|^[^，,]{{4,}}(?:企业|项目|单位|个人)?[^，,]{{2,}}的[，,]$"
)
# the same where what they get follows at once (投资20亿元以上的重大项目，在用地上予以支持)
_FOR_WHICH = re.compile(r"^[^，,]{4,}的[\u4e00-\u9fff]{0,4}(?:企业|项目|单位|机构|团队|产品)[，,]$")
# a clause that only says how much: who gets it stands before it
_GETS_AT_ONCE = re.compile(
    r"(?:按[^，。；]{2,40}(?:%|折|比例|标准|百分点)|前[一二两三\d]年|[一二三五\d]年内|每[户家张条项个人台辆](?:(?!年)|每年)[^，。；]{0,10}(?:补|奖|给)|享受|分别(?:给予|奖|补|资助)|一次性|租金)"
)
_GETS = re.compile(r"[^，,。；]*(?:给予|予以|奖励|补助|补贴)")


def _whole_clauses(sentence: str) -> list[tuple[int, int]]:
    """The clauses of a sentence; one that only says for whom goes with the one behind it."""
    spans: list[tuple[int, int]] = []
    open_ = False
    for match in _CLAUSE.finditer(sentence):
        if open_:
            spans[-1] = spans[-1][0], match.end()
        else:
            spans.append(match.span())
        clause = match.group()
        open_ = _goes_on(clause, sentence, match.end()) and not _GIVEN.search(clause)
    return spans


def _goes_on(clause: str, sentence: str, end: int) -> bool:
    """Whether a clause only says who gets what the clause behind it gives."""
    if _FOR_WHOM.match(clause):
        return True
    if _FOR_WHICH.match(clause) and _GETS.match(sentence, end):
        return True
    return not clause.endswith("：") and _GETS_AT_ONCE.match(sentence, end) is not None


def _joined(
    sentence: str, clauses: Sequence[tuple[int, int]], read: Sequence[_Read]
) -> list[_Span]:
    """The supports of runs of clauses; those of the same kind are parts of one."""
    spans: list[_Span] = []
    for first, last in _groups(sentence, clauses, read):
        if not _every(read[first:last]):
            continue
        start, end, kinds = _span(sentence, clauses[first:last], read[first:last])
        before = spans[-1] if spans else None
        named = {kind for hard, _ in read[first:last] for kind in hard}
        # two concrete kinds are two measures; softer words join the measure that they stand beside
        if before and not _other_kind(before.named, named):
            leads = kinds[0] in _CONCRETE and before.kinds[0] not in _CONCRETE
            both = tuple(
                dict.fromkeys((*kinds, *before.kinds) if leads else (*before.kinds, *kinds))
            )
            spans[-1] = _Span(
                before.start, end, both, (*before.parts, (start, end)), before.named | named
            )
        else:
            spans.append(_Span(start, end, kinds, ((start, end),), frozenset(named)))
    return spans


def _told_later(clauses: Sequence[str], read: Sequence[_Read]) -> list[_Read]:
    """What a support is in may be told by the clauses behind it (鼓励企业抓住机遇，开展研发)."""
    told = list(read)
    for position, (hard, soft) in enumerate(read):
        if hard or soft is not _UNTOLD:
            continue
        for later, (clause, (named, given)) in enumerate(
            zip(clauses[position + 1 :], read[position + 1 :], strict=True)
        ):
            if named or given or _PURPOSE.match(clause) or later > 2:
                break
            if kinds := _in_order(_SOFT, _ADAPTED.sub("", clause)):
                told[position] = ((), kinds)
                break
    return told


def _without_purposes(clauses: Sequence[str], read: Sequence[_Read]) -> list[_Read]:
    """What a support is for (…，提升市场竞争力) does not tell its kind, if anything else does."""
    read = [
        kinds if position == 0 or not _EFFECT.match(clause) else ((), ())
        for position, (clause, kinds) in enumerate(zip(clauses, read, strict=True))
    ]
    told = [
        kinds if position == 0 or not _PURPOSE.match(clause) else ((), ())
        for position, (clause, kinds) in enumerate(zip(clauses, read, strict=True))
    ]
    return told if any(hard or soft for hard, soft in told) else list(read)


@dataclass(frozen=True)
class _Span:
    """A support in a sentence: clean characters [start, end), kinds, and its parts."""

    start: int
    end: int
    kinds: tuple[Kind, ...]
    parts: tuple[tuple[int, int], ...]
    named: frozenset[Kind] = frozenset()


_Read = tuple[tuple[Kind, ...], tuple[Kind, ...]]


def _every(read: Sequence[_Read]) -> tuple[Kind, ...]:
    """All kinds of some clauses: concrete instruments first, then the one most spoken of."""
    told = [kind for kinds, _ in read for kind in kinds]
    soft = [kind for _, kinds in read for kind in kinds]
    weight = {kind: 2 * told.count(kind) + soft.count(kind) for kind in (*told, *soft)}
    first = [kind for kind in dict.fromkeys(told)]
    return tuple(
        dict.fromkeys((*sorted(first, key=lambda kind: (_RANK[kind], -weight[kind])), *soft))
    )


def _groups(
    sentence: str, clauses: Sequence[tuple[int, int]], read: Sequence[_Read]
) -> list[tuple[int, int]]:
    """Runs of clauses that are one support each: another concrete kind or other people part them."""
    cuts = [0]
    known: tuple[set[Kind], str, bool] | None = None
    for position, ((start, end), (hard, _)) in enumerate(zip(clauses, read, strict=True)):
        clause = sentence[start:end]
        told = set(hard)
        own = bool(_OWN_SUPPORT.match(clause) and any(read[position]))
        who = "".join(m.group() for m in _RESTRICTED.finditer(clause))
        if not told and not own:
            continue
        if known and _parts(known, (told, who, own)):
            cuts.append(position)
        known = (told, who, own)
    return list(itertools.pairwise([*cuts, len(clauses)]))


def _parts(before: tuple[set[Kind], str, bool], now: tuple[set[Kind], str, bool]) -> bool:
    """Whether a clause with its own support begins another measure than the one before it."""
    other_kind = _other_kind(before[0], now[0])
    other_people = before[1] != now[1] and ((bool(before[1]) and bool(now[1])) or now[2])
    return other_kind or (other_people and bool(now[1])) or (before[2] and now[2])


def _other_kind(before: Iterable[Kind], now: Iterable[Kind]) -> bool:
    """Whether instruments share no kind, and are too definite to be one support in other words.

    Money is paid for any purpose, so that it parts only from what is concrete too.
    """
    one, other = set(before), set(now)
    concrete = one & _CONCRETE and other & _CONCRETE
    definite = (one | other) & (_CONCRETE - {"fund"}) and "fund" not in one | other
    return bool(one and other) and not one & other and bool(concrete or definite)


def _span(
    sentence: str, clauses: Sequence[tuple[int, int]], read: Sequence[_Read]
) -> tuple[int, int, tuple[Kind, ...]]:
    """Start and end of a support, and its kinds."""
    every = _every(read)
    if len(every) > 2 and any(_SERVICES.search(sentence[a:b]) for a, b in clauses):
        every = ("service", *(kind for kind in every if kind != "service"))
    return clauses[0][0], clauses[-1][1], every


def _listed(clause: str) -> tuple[Kind, ...]:
    """The kinds of a list of instruments with one head (用地、融资、税收等优惠政策)."""
    match = _LIST.search(clause)
    if match is None:
        return ()
    parts = re.split(r"[、和及与]", match["list"] or match["costs"])
    kinds = [kind for part in parts for kind, word in _ITEMS.items() if re.search(word, part)]
    return tuple(dict.fromkeys(kinds))


def _clause_kinds(
    clause: str, sentence: str, review: bool
) -> tuple[tuple[Kind, ...], tuple[Kind, ...]]:
    """Kinds of the instruments that a clause names, and of what it supports somebody in."""
    own = _OWN_TASK.search(clause) and not re.search(
        r"服务包|资金|基金|补贴|奖补|税收|信贷|融资|贷款", clause
    )
    granted = _GRANTED.search(clause) or _AWARDS.search(clause)
    none = any(p.search(clause) for p in (*_NO_SUPPORT, *(() if granted else _UNLESS_GRANTED)))
    if own or none:
        return (), ()
    hard = _in_order(_HARD, clause)
    if not _ANYONE.search(sentence):
        sold = re.search(
            r"(?:特销|营销|销售)渠道|(?:推介|(?:市场|宣传)推广)力度|纳入[^，。；]{0,16}目录|(?<![推促改引])进(?:机关|景区|商超|超市)",
            clause,
        )
        hard = tuple(k for k in hard if k in _CONCRETE or (k == "market" and sold))
    public = _FOR_PUBLIC.search(clause)
    given = any(
        (match := p.search(clause)) and not (public and match.group().endswith("机构"))
        for p in (_GIVES_TO, _OFFERS, _MAY, _BESTOWED)
    ) or (_GIVES_FOR.search(clause) and not public)
    soft: tuple[Kind, ...] = ()
    if given or _LEADS.search(clause):
        told = _in_order(_SOFT, _ADAPTED.sub("", clause))
        told = (*(k for k in told if k not in _VAGUE), *(k for k in told if k in _VAGUE))
        soft = told or (_UNTOLD if given else ())
    if review and not _PLAIN_SUPPORT.search(sentence):
        return (), ()
    return hard, soft


def _in_order(table: Sequence[tuple[Kind, re.Pattern[str]]], text: str) -> tuple[Kind, ...]:
    hits = [(match.start(), kind) for kind, pattern in table if (match := pattern.search(text))]
    return tuple(kind for _, kind in sorted(hits, key=lambda h: h[0]))


def _measure(
    parsed: ParsedDocument,
    chunk: Chunk,
    unit: Unit,
    before: Unit | None,
    sentence: re.Match[str],
    span: _Span,
) -> Measure:
    document = parsed.document
    first, last = sentence.start() + span.start, sentence.start() + span.end
    text = unit.text[first:last].rstrip("，,；;：: ")
    raw = source_span(document.text, unit, first, first + len(text))
    context = Context(parsed, chunk, unit, before, sentence.start(), sentence.end())
    places = [(sentence.start() + a, sentence.start() + b) for a, b in span.parts]
    conditions = dict.fromkeys(c for a, b in places for c in read_conditions(context, a, b))
    return Measure(
        id="",
        doc=document.name,
        path=chunk.path,
        start=raw[0],
        end=raw[1],
        text=document.text[raw[0] : raw[1]],
        title=_title(text, span.kinds[0]),
        kind=span.kinds[0],
        kinds=span.kinds,
        conditions=tuple(conditions),
        gives=_gives(text),
        departments=(),
        period=_period(document),
        parts=tuple(source_span(document.text, unit, a, b) for a, b in places),
    )


def _period(document: Document) -> Period:
    """The plan's years; of one that names none, five from its date on, as rules are valid."""
    if document.period.end is not None:
        return document.period
    dates = [int(year) for year in _DATE.findall(document.text[:600] + document.text[-600:])]
    return Period(max(dates), max(dates) + 5) if dates else document.period


_HOW_MUCH = re.compile(
    r"按|分别|给予|每|一次性|最[高多]|前[一二两三]年|[一二三五]年内|享受|超出|租金按|由"
)


def _title(text: str, kind: Kind) -> str:
    """The clause that names the instrument, shortened at a mark."""
    clauses = [m.group().strip("，,：:；;。 ") for m in _CLAUSE.finditer(text)]
    pattern = dict(_HARD)[kind]
    chosen = next((c for c in clauses if pattern.search(c)), None) or next(
        (c for c in clauses if _GIVES_TO.search(c)), clauses[0]
    )
    chosen = re.sub(
        r"^(?:[一二三四五六七八九十]是|同时|此外|并|另外|另一方面|一方面|并且)", "", chosen
    )
    at = clauses.index(chosen) if chosen in clauses else 0
    if at and _HOW_MUCH.match(chosen):  # how much alone names nothing
        chosen = f"{clauses[at - 1]}，{chosen}"
    return chosen if len(chosen) <= 25 else chosen[:24] + "…"


def _gives(text: str) -> str:
    """The text of the first amount of money, rate or time that is granted."""
    for clause in _CLAUSE.findall(text):
        if not _GRANTS.search(clause) or re.search(r"满意度|增长|占比|覆盖率|总投资", clause):
            continue
        for quantity in parse_quantities(clause):
            money = quantity.kind in ("CNY", "percent") or quantity.unit.endswith("元")
            if money or (quantity.kind == "time" and re.search(r"可|免|减|享受", clause)):
                return quantity.text
    return ""
