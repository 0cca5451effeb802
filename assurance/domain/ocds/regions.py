"""Where in England care is delivered, by the regions that notices are searched by.

The first two levels of the International Territorial Levels of the Office for National Statistics of 2021, under the
codes with UK that notices use (formerly NUTS). Their names are from memory and only shown to whoever chooses.
"""

from __future__ import annotations

from types import MappingProxyType

REGIONS = MappingProxyType(
    {
        "UK": "The whole of the United Kingdom",
        "UKC": "North East", "UKC1": "Tees Valley and Durham", "UKC2": "Northumberland and Tyne and Wear",
        "UKD": "North West", "UKD1": "Cumbria", "UKD3": "Greater Manchester", "UKD4": "Lancashire",
        "UKD6": "Cheshire", "UKD7": "Merseyside",
        "UKE": "Yorkshire and the Humber", "UKE1": "East Yorkshire and Northern Lincolnshire",
        "UKE2": "North Yorkshire", "UKE3": "South Yorkshire", "UKE4": "West Yorkshire",
        "UKF": "East Midlands", "UKF1": "Derbyshire and Nottinghamshire",
        "UKF2": "Leicestershire, Rutland and Northamptonshire", "UKF3": "Lincolnshire",
        "UKG": "West Midlands", "UKG1": "Herefordshire, Worcestershire and Warwickshire",
        "UKG2": "Shropshire and Staffordshire", "UKG3": "West Midlands (metropolitan county)",
        "UKH": "East of England", "UKH1": "East Anglia", "UKH2": "Bedfordshire and Hertfordshire", "UKH3": "Essex",
        "UKI": "London", "UKI3": "Inner London – West", "UKI4": "Inner London – East",
        "UKI5": "Outer London – East and North East", "UKI6": "Outer London – South",
        "UKI7": "Outer London – West and North West",
        "UKJ": "South East", "UKJ1": "Berkshire, Buckinghamshire and Oxfordshire",
        "UKJ2": "Surrey, East and West Sussex", "UKJ3": "Hampshire and Isle of Wight", "UKJ4": "Kent",
        "UKK": "South West", "UKK1": "Gloucestershire, Wiltshire and Bristol/Bath area",
        "UKK2": "Dorset and Somerset", "UKK3": "Cornwall and Isles of Scilly", "UKK4": "Devon",
    }
)  # fmt: skip
"""Code to name; a region is followed by its parts."""
