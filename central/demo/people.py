"""The invented people: the same numbers and names everywhere.

The numbers have valid check characters and are not assigned to real people.
"""

LI_NA = "510411199003074526"
CHEN_YI = "510411198511223175"
ZHANG_WEI = "330382195806151095"
HE_YANXIN = "810000199408234524"
MAIMAITI = "650102198804075119"

NAMES = {
    LI_NA: "李娜",
    CHEN_YI: "陈𬱖",
    ZHANG_WEI: "张伟",
    HE_YANXIN: "何䶮欣",
    MAIMAITI: "买买提·艾合买提",
}
