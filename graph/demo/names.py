"""Invented names. Chinese ones come with their spelling, of which e-mail addresses are made."""

from __future__ import annotations

from typing import Final

SURNAMES: Final = (
    ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"),
    ("赵", "zhao"), ("黄", "huang"), ("周", "zhou"), ("吴", "wu"), ("徐", "xu"), ("孙", "sun"),
    ("胡", "hu"), ("朱", "zhu"), ("高", "gao"), ("林", "lin"), ("何", "he"), ("郭", "guo"),
    ("罗", "luo"), ("梁", "liang"), ("宋", "song"), ("郑", "zheng"), ("谢", "xie"), ("韩", "han"),
    ("欧阳", "ouyang"), ("司徒", "situ"),
)  # fmt: skip
GIVEN_NAMES: Final = (
    ("思远", "siyuan"), ("雨桐", "yutong"), ("景明", "jingming"), ("若溪", "ruoxi"), ("知行", "zhixing"),
    ("书瑶", "shuyao"), ("承宇", "chengyu"), ("佳宁", "jianing"), ("亦凡", "yifan"), ("慕白", "mubai"),
    ("清禾", "qinghe"), ("子墨", "zimo"), ("安然", "anran"), ("云舟", "yunzhou"), ("明哲", "mingzhe"),
    ("晓岚", "xiaolan"), ("文博", "wenbo"), ("梦洁", "mengjie"), ("立新", "lixin"), ("海涛", "haitao"),
    ("静怡", "jingyi"), ("卫东", "weidong"), ("秀英", "xiuying"), ("志强", "zhiqiang"), ("丽", "li"),
    ("伟", "wei"), ("敏", "min"), ("磊", "lei"), ("婷", "ting"), ("昊", "hao"),
)  # fmt: skip
FIRST_NAMES: Final = (
    "Ada", "Bruno", "Clara", "Dario", "Edith", "Felix", "Greta", "Hugo", "Ines", "Jonas", "Kira", "Leon",
    "Mara", "Nils", "Olive", "Pavel", "Quinn", "Rosa", "Silas", "Tess", "Ulric", "Vera", "Wanda", "Yusuf",
)  # fmt: skip
LAST_NAMES: Final = (
    "Ashgrove", "Birkwell", "Corvane", "Dunmarsh", "Elverson", "Fennimar", "Greyholt", "Harrowby", "Ilvesti",
    "Jasperwood", "Kestrelin", "Lindqvar", "Marlowen", "Northmere", "Oakhollow", "Penhaven", "Quillon",
    "Ravenshaw", "Stellmark", "Thornquist", "Umberly", "Vantorre", "Westerlin", "Yarrowby",
)  # fmt: skip

CHINESE_ACCOUNTS: Final = (
    ("云岭精工", "制造", "华东"), ("澄湖物流", "物流", "华东"), ("青禾乳业", "食品", "华北"),
    ("远汀能源", "能源", "华北"), ("素笺传媒", "传媒", "华东"), ("磐石重工", "制造", "华北"),
    ("望舒医疗", "医疗", "华东"), ("南汀置业", "房地产", "华南"), ("拾光教育", "教育", "华北"),
    ("星垂通信", "通信", "华南"), ("白鹭洲银行", "金融", "华东"), ("长亭证券", "金融", "华东"),
    ("江左信托", "金融", "华东"), ("鹿鸣零售", "零售", "华南"), ("晴川汽车", "汽车", "华中"),
    ("霁月软件", "软件", "华东"), ("归雁航空", "运输", "华北"), ("竹里酒店", "旅游", "华东"),
    ("沧浪水务", "公用事业", "华中"), ("折桂药业", "医药", "华中"), ("扶风电气", "制造", "西北"),
    ("采薇纺织", "纺织", "华东"), ("听涛港务", "运输", "华南"), ("蒹葭环保", "环保", "华中"),
    ("玄圃农业", "农业", "西南"), ("怀瑾珠宝", "零售", "华南"), ("凌霄工程", "建筑", "西南"),
    ("观澜数据", "软件", "华南"), ("栖霞市民政局（虚构）", "政府", "华东"), ("澄江市第三医院（虚构）", "医疗", "西南"),
    ("识微检测", "服务", "华北"), ("照野新材", "化工", "华北"), ("平芜矿业", "矿业", "西北"),
    ("有容公益基金会（虚构）", "公益", "华北"), ("临溪代理", "分销", "华南"),
)  # fmt: skip
ENGLISH_ACCOUNTS: Final = (
    ("Alderbrook Logistics", "Logistics", "Europe"), ("Brightwater Foods", "Food", "Europe"),
    ("Cindermark Steel", "Manufacturing", "Europe"), ("Dovetail Rail", "Transport", "Europe"),
    ("Emberfield Energy", "Energy", "Americas"), ("Farrowline Airways", "Transport", "Americas"),
    ("Glasswing Health", "Health", "Americas"), ("Hollowpine Timber", "Manufacturing", "Americas"),
    ("Ironquay Shipping", "Transport", "Asia-Pacific"), ("Junipera Cosmetics", "Retail", "Europe"),
    ("Kitebridge Bank", "Finance", "Europe"), ("Larkhall Insurance", "Finance", "Europe"),
    ("Mistral Row Hotels", "Travel", "Europe"), ("Nettlecombe Water", "Utilities", "Europe"),
    ("Orrery Instruments", "Manufacturing", "Americas"), ("Pellucid Software", "Software", "Americas"),
    ("Quarrystone Build", "Construction", "Asia-Pacific"), ("Rookwood Media", "Media", "Europe"),
    ("Saltmarsh City Council (fictitious)", "Government", "Europe"), ("Tamarack Motors", "Automotive", "Americas"),
    ("Underhill Pharma", "Pharma", "Europe"), ("Vellum & Vane", "Consulting", "Europe"),
    ("Wrenfield University (fictitious)", "Education", "Asia-Pacific"),
    ("Yonderly Resellers", "Distribution", "Europe"),
)  # fmt: skip

CHINESE_TITLES: Final = (
    ("总经理", "总经办", "高层"), ("财务总监", "财务部", "高层"), ("信息中心主任", "信息中心", "中层"),
    ("采购经理", "采购部", "中层"), ("生产部经理", "生产部", "中层"), ("技术工程师", "技术部", "员工"),
    ("人力资源经理", "人力资源部", "中层"), ("运营主管", "运营部", "中层"), ("法务专员", "法务部", "员工"),
    ("项目助理", "项目部", "员工"),
)  # fmt: skip
ENGLISH_TITLES: Final = (
    ("Managing Director", "Board", "Executive"), ("Chief Financial Officer", "Finance", "Executive"),
    ("Head of IT", "IT", "Manager"), ("Purchasing Manager", "Purchasing", "Manager"),
    ("Plant Manager", "Operations", "Manager"), ("Solution Architect", "IT", "Staff"),
    ("HR Manager", "HR", "Manager"), ("Operations Lead", "Operations", "Manager"),
    ("Legal Counsel", "Legal", "Staff"), ("Project Assistant", "Projects", "Staff"),
)  # fmt: skip
